export { checkValue, type EncodeOptions, UNSAFE_REASONS, type UnsafeReason } from "./check.js";
export { encodeAttribute, encodeElement, encodeText } from "./encode.js";
