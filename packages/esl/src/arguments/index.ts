export { literal, literalArguments, variableList } from "../literal.js";
export { quoteArgument } from "../safe.js";
