export { urlDecode } from "../decoding/url-decode.js";
export { type Command, CommandDecoder } from "./command-decoder.js";
export { encodeEvent } from "./encode-event.js";
export { urlEncode } from "./url-encode.js";
