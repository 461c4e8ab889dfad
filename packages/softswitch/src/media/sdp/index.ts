export { parseSdp } from "./parse.js";
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
