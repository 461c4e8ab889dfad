export { createSwitch } from "./create-switch.js";
export {
  ReloadRefusedError,
  SwitchAwayError,
  SwitchError,
  SwitchRefusedError,
  SwitchTimeoutError,
} from "./errors.js";
export { EVENT_SUBSCRIPTION } from "./link.js";
export { readConferenceList, readRegistrations } from "./listings.js";
export type {
  ConferenceCommands,
  ConferenceListing,
  ConfigurationCommands,
  ListingCommands,
  MemberListing,
  RecordingListing,
  RegistrationRow,
  Switch,
  SwitchCounters,
  SwitchEvents,
  SwitchOptions,
  SwitchStatus,
  SwitchTimeouts,
} from "./types.js";
