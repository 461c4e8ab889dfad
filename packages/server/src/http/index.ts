export { type App, type AppDependencies, createApp } from "./app.js";
export type { RouteRight } from "./authentication.js";
export { HttpError } from "./errors.js";
export type { Health } from "./health.js";
export { sendFile } from "./send-file.js";
export { isSameSite, SESSION_COOKIE } from "./v2/cookies.js";
export { codeOf as problemCodeOf } from "./v2/problem.js";
