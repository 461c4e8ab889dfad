export { type Account, accountOf, type Directory, type Identity } from "./account.js";
export { Accounts, type AccountsOptions, type FailureLog, type HttpVerdict } from "./accounts.js";
export { equalInConstantTime } from "./constant-time.js";
