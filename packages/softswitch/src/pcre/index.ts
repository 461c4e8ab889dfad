export { type Found, matcher } from "./match.js";
export { parsePattern } from "./parse.js";
export { type Pattern, PatternError, type PatternFlags } from "./types.js";
