export type { CallContext, DialogOwner } from "./context.js";
export { newBranch, tagOf, viaOver, type Way } from "./dialog.js";
export { IncomingCall } from "./incoming.js";
export { firstRequest, OutgoingCall } from "./outgoing.js";
export { sdpOf } from "./parts.js";
