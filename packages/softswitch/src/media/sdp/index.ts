export {
  type AgreedAudio,
  type AgreedLine,
  type AgreedVideo,
  type Agreement,
  agree,
  isWebrtc,
  isWithoutAudio,
  refusalOf,
} from "./agreement.js";
export { receives, sends } from "./attributes.js";
export { SDES_SUITE, type SdesKey } from "./crypto.js";
export {
  describeAudio,
  describeSession,
  describeVideo,
  type LocalEvents,
  type LocalStream,
  refuseMedia,
} from "./describe.js";
export { parseSdp } from "./parse.js";
export type { SdpPayload } from "./payloads.js";
export {
  type AgreedCodec,
  type CodecPreferences,
  codecOf,
  OFFERED_AUDIO,
  readPreferences,
} from "./preferences.js";
export type { RemoteStream, SdpPlace } from "./stream.js";
export {
  DIRECTIONS,
  type SdpAttribute,
  type SdpConnection,
  type SdpDirection,
  type SdpMedia,
  type SdpOrigin,
  type SdpSession,
} from "./types.js";
export { writeSdp } from "./write.js";
