export { joinPhones, type SofiaCallsInput } from "./calls.js";
export { createSofia, type Reach, reachOf, type Sofia } from "./profile.js";
export type { SofiaOptions } from "./profile-settings.js";
