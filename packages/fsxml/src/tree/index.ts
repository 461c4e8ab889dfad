export { type AttributeInput, createElement, type XmlElement } from "./element.js";
export { childNamed, childrenNamed, descend, find, findAll, locate, walk } from "./find.js";
export { asciiLowerCase, equalsIgnoreCase, lookup } from "./ignore-case.js";
export { parseSwitchXml } from "./parse-switch-xml.js";
export { MAX_DEPTH, parseXml } from "./parse-xml.js";
export { serialize } from "./serialize.js";
