export type { NewUser, UserChange, UserReference } from "./model.js";
export { createUsersService, type UsersService, type UsersServiceOptions } from "./service.js";
