export { dependsOnTarget, may, PERMISSIONS, type Permission, ROLES, type Role } from "./roles.js";
export {
  ConferencesAnswerV1,
  ConferencesChangeAnswerV1,
  ErrorAnswer,
  UsersAnswerV1,
  UsersChangeAnswerV1,
  UsersMatchAnswerV1,
} from "./v1/answers.js";
export {
  ConferenceAddV1,
  ConferenceDelV1,
  ConferenceModV1,
  ConferencesAddBody,
  ConferencesDelBody,
  ConferencesModBody,
  ConferenceV1,
} from "./v1/conferences.js";
export {
  ClientMessageV1,
  CONTROL_CALLS,
  type ControlCall,
  LiveConferenceV1,
  LiveMemberV1,
  MEMBER_CALLS,
  type MemberCall,
  MemberOrNobodyV1,
  RecordingStateV1,
  RegistrationV1,
  ServerMessageV1,
} from "./v1/live.js";
export {
  RecordingDelV1,
  RecordingsAnswerV1,
  RecordingsChangeAnswerV1,
  RecordingsDelBody,
} from "./v1/recordings.js";
export {
  MAX_ITEMS,
  MAX_VALUE,
  UserAddV1,
  UserDelV1,
  UserModV1,
  UsersAddBody,
  UsersDelBody,
  UsersModBody,
  UserV1,
} from "./v1/users.js";
export {
  type Answer,
  BASE_V2,
  type CallInput,
  type ClientOptionsV2,
  type ClientV2,
  CSRF_HEADER,
  createClientV2,
  ProblemError,
} from "./v2/client.js";
export * from "./v2/index.js";
export { PATHS, type RouteName } from "./v2/paths.js";
