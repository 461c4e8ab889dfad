export { type Account, accountOf, type Directory, type Identity } from "./account.js";
export {
  Accounts,
  type AccountsOptions,
  type FailureLog,
  type HttpVerdict,
  type LoginWay,
  type PasswordVerdict,
} from "./accounts.js";
export { equalInConstantTime } from "./constant-time.js";
export { sessionKey } from "./session-key.js";
export { type OpenSession, Sessions, type SessionsOptions } from "./sessions.js";
export { Throttle } from "./throttle.js";
