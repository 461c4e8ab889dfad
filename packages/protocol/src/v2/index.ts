export {
  ARCHIVE_PARTS,
  ArchiveKey,
  NewSnapshot,
  Restored,
  SnapshotDifference,
  SnapshotsV2,
  SnapshotV2,
} from "./archive.js";
export {
  ConferenceOutcomes,
  ConferencePatch,
  ConferenceRemovals,
  ConferencesPage,
  ConferencesQuery,
  ConferenceV2,
  NewConferences,
  NewConferenceV2,
  TypesV2,
} from "./conferences.js";
export { ClientMessageV2, FeedEventV2, ServerMessageV2 } from "./feed.js";
export {
  ChatMessage,
  ChatMessages,
  CONFERENCE_COMMANDS,
  CommandDone,
  ConferenceCommand,
  LiveConferences,
  LiveConferenceV2,
  LiveMemberV2,
  LiveRecordingV2,
  MEMBER_COMMANDS,
  MemberCommand,
  NewChatMessage,
  Prompts,
  Registrations,
  RegistrationV2,
} from "./live.js";
export { PROBLEM_CODES, Problem, type ProblemCode } from "./problem.js";
export { ProvisioningV2 } from "./provisioning.js";
export {
  RECORDING_ALARMS,
  RECORDING_ENDINGS,
  RECORDING_FORMATS,
  RECORDING_TROUBLES,
  RecordingActor,
  type RecordingAlarm,
  RecordingConversion,
  RecordingDetailsV2,
  type RecordingEnding,
  type RecordingFormat,
  RecordingsPage,
  RecordingsQuery,
  RecordingsStorageV2,
  type RecordingTrouble,
  RecordingV2,
} from "./recordings.js";
export { PathValue, ROUTES, type RouteSchema } from "./routes.js";
export { Me, MyPhone, SignIn } from "./session.js";
export {
  ConsoleCommand,
  ConsoleReply,
  Reloaded,
  SystemEvent,
  SystemEvents,
  SystemEventsQuery,
  SystemV2,
} from "./system.js";
export {
  ContextsV2,
  NewPassword,
  NewUsers,
  NewUserV2,
  RemovalOutcomes,
  UserOutcomes,
  UserPatch,
  UserRemovals,
  UsersPage,
  UsersQuery,
  UserV2,
  UserWithPassword,
} from "./users.js";
