export { mayConnect } from "./acl.js";
export { Connection } from "./connection.js";
export { defaultQueueLimits, type QueueLimits } from "./queue.js";
export { type EventSocketOptions, EventSocketServer } from "./server.js";
export { type EventSocketSettings, readEventSocketSettings } from "./settings.js";
