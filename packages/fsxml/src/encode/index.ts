export {
  checkValue,
  type EncodeOptions,
  UNSAFE_REASONS,
  type UnsafeReason,
  unsafeReasons,
} from "./check.js";
export { encodeAttribute, encodeElement, encodeText, escapeMarkup } from "./encode.js";
