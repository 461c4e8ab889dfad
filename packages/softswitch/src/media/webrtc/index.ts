export type { Webrtc, WebrtcOptions } from "./webrtc.js";
export { createWebrtc } from "./webrtc.js";
