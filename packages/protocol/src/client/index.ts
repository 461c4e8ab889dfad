/** What a browser needs, free of schemas: the client of `/api/v2`, the table of rights, the types of every message. */
export { dependsOnTarget, may, PERMISSIONS, type Permission, ROLES, type Role } from "../roles.js";
export {
  type Answer,
  BASE_V2,
  type CallInput,
  type ClientOptionsV2,
  type ClientV2,
  CSRF_HEADER,
  createClientV2,
  ProblemError,
} from "../v2/client.js";
export type * from "../v2/index.js";
export { PATHS, type RouteName } from "../v2/paths.js";
