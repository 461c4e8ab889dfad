export { type Command, CommandDecoder } from "../command-decoder.js";
export { encodeEvent } from "../encode-event.js";
export { urlDecode } from "../url-decode.js";
export { urlEncode } from "../url-encode.js";
