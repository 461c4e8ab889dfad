export { type Format, UnfitValueError } from "./encode.js";
export { PhoneTemplateError } from "./errors.js";
export { type Template, TemplateLibrary, type TemplateName } from "./library.js";
export type { Scope, Value } from "./render.js";
