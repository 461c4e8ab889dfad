export { createSofia, type Sofia, type SofiaOptions } from "./profile.js";
