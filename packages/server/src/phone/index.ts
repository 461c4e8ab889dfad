export { iceServersFor } from "./ice.js";
export { type PhoneSettings, phoneOf, sipServersFor } from "./phone.js";
