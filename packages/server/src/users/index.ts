export type { NewUser, UserChange, UserReference, WhenAbsent } from "./model.js";
export { createUsersService, type UsersService, type UsersServiceOptions } from "./service.js";
