export { useActorText } from "./actor.js";
export { TroubleAlert, TroubleBadge } from "./trouble.js";
