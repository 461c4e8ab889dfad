export { createCodec } from "./create-codec.js";
export { AUDIO_CODECS, type AudioCodec, type AudioCodecName } from "./types.js";
