export {
  type ConferenceControl,
  type ControlOptions,
  ControlRefusedError,
  createConferenceControl,
  NoSpaceError,
  type RecordingRequest,
} from "./control.js";
export { decodeSwitchEvent } from "./decode.js";
export { difference, reconcile } from "./difference.js";
export {
  type Effect,
  type EffectFacts,
  effectsOf,
  PROMPTS,
  RECORDING_REFUSALS,
  RECORDING_WISHES,
  type RecordingRefusal,
  type RecordingWish,
} from "./effects.js";
export {
  CONTROLS,
  type ConferenceFacts,
  type Control,
  type DomainEvent,
  type EventMoment,
  type MemberFacts,
  type RecordingReport,
  type RegistrationFacts,
} from "./events.js";
export { recordingPath, recordsVideo, safeFileName } from "./recording-path.js";
export { liveByName, type Reduction, reduce } from "./reduce.js";
export {
  createLiveState,
  type LiveStateEvents,
  type LiveStateOptions,
  type LiveStateRoom,
} from "./room.js";
export { snapshotToState } from "./snapshot.js";
export {
  type ChangeMoment,
  EMPTY_STATE,
  type LiveChange,
  type LiveConference,
  type LiveMember,
  type LiveRecording,
  type LiveRegistration,
  type LiveState,
} from "./types.js";
