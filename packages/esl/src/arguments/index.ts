export { quoteArgument } from "../commands/safe.js";
export { literal, literalArguments, variableList } from "./literal.js";
