export { joinPhones, type SofiaCallsInput } from "./calls.js";
export { createSofia, type Sofia } from "./profile.js";
export type { SofiaOptions } from "./profile-settings.js";
export { type Reach, reachOf } from "./reach.js";
