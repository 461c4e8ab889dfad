export { createMedia, type MediaOptions } from "./create-media.js";
export {
  type Codec,
  type LegEvents,
  type LegOptions,
  type LegStats,
  type Media,
  type MediaLeg,
  MediaRefusedError,
} from "./types.js";
