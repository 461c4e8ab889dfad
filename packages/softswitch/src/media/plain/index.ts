export { PlainMedia, type PlainOptions } from "./plain-media.js";
