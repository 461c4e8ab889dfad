export { rehearseCalls } from "./rehearse-calls.js";
