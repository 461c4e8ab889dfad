export type { ConferenceChange, ConferenceReference, NewConference } from "./model.js";
export {
  type ConferencesService,
  type ConferencesServiceOptions,
  createConferencesService,
} from "./service.js";
