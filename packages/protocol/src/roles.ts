/** What a user may be; a context (team, friends, public …) is mapped to one of these by configuration. */
export const ROLES = ["administrator", "moderator", "participant"] as const;
export type Role = (typeof ROLES)[number];

/**
 * Everything somebody can be allowed to do. The part before the dot is the room that asks, so that a reader finds
 * the place that enforces it.
 */
export const PERMISSIONS = [
  "self.read",
  "users.read",
  "users.write",
  "conferences.read",
  "conferences.write",
  "system.read",
  "archive.use",
  "directory.friends",
  "directory.public",
  "live.watch",
  "live.control",
  "recordings.read",
  "recordings.delete",
  "registrations.watch",
  "configuration.watch",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** `true`: whatever the target; a list: only when the target belongs to a context of one of these roles. */
type Grant = true | readonly Role[];

const notAdministrators = ["moderator", "participant"] as const;

const TABLE: Record<Role, Partial<Record<Permission, Grant>>> = {
  administrator: Object.fromEntries(PERMISSIONS.map((permission) => [permission, true])),
  moderator: {
    "self.read": true,
    "directory.friends": true,
    "directory.public": true,
    "registrations.watch": true,
    "configuration.watch": true,
    "live.watch": notAdministrators,
    "live.control": notAdministrators,
    "recordings.read": notAdministrators,
    "recordings.delete": notAdministrators,
  },
  participant: {
    "self.read": true,
    "directory.public": true,
    "registrations.watch": true,
    "configuration.watch": true,
    "live.watch": ["participant"],
  },
};

/**
 * The one place that says who may do what. `targetRole` is the role that the target's context is mapped to; a target
 * without a known context (an ad hoc conference, say) is `undefined` and belongs to administrators alone.
 */
export function may(role: Role, permission: Permission, targetRole?: Role): boolean {
  const grant = TABLE[role][permission];
  if (grant === undefined) return false;
  if (grant === true) return true;
  return targetRole !== undefined && grant.includes(targetRole);
}

/** Whether the answer of {@link may} depends on the target for this role, so that lists can be filtered by it. */
export function dependsOnTarget(role: Role, permission: Permission): boolean {
  return Array.isArray(TABLE[role][permission]);
}
