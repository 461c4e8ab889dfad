export { type ConferenceRequest, parseConferenceRequest } from "./application-data.js";
export { splitArguments } from "./arguments.js";
export type { Barred, Refusal } from "./barrier.js";
export {
  type ConferenceOptions,
  type Conferences,
  installConferences,
  type JoinOptions,
  type JoinResult,
  type Seat,
} from "./conferences.js";
export type { ConferenceDialer, DialOutcome, DialWish } from "./dialling.js";
export type {
  Caller,
  FileNode,
  LeaveReason,
  Member,
  MemberChannel,
  RecordingNode,
  Room,
  SoundFacts,
} from "./types.js";
export type { VideoPort } from "./video-port.js";
