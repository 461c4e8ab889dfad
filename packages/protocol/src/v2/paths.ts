/**
 * Every route of `/api/v2`: name → method and path below it. `:name` is a path parameter. Free of schemas, so that a
 * browser need not load them.
 */
export const PATHS = {
  "session.create": ["POST", "/session"],
  "session.end": ["DELETE", "/session"],
  "me.read": ["GET", "/me"],
  "me.phone": ["GET", "/me/phone"],
  "me.provisioning": ["GET", "/me/provisioning"],
  "users.list": ["GET", "/users"],
  "users.create": ["POST", "/users"],
  "users.read": ["GET", "/users/:id"],
  "users.change": ["PATCH", "/users/:id"],
  "users.remove": ["DELETE", "/users/:id"],
  "users.removeMany": ["POST", "/users/removals"],
  "users.newPassword": ["POST", "/users/:id/password"],
  "users.provisioning": ["GET", "/users/:id/provisioning"],
  "contexts.list": ["GET", "/contexts"],
  "conferences.list": ["GET", "/conferences"],
  "conferences.create": ["POST", "/conferences"],
  "conferences.read": ["GET", "/conferences/:number"],
  "conferences.change": ["PATCH", "/conferences/:number"],
  "conferences.remove": ["DELETE", "/conferences/:number"],
  "conferences.removeMany": ["POST", "/conferences/removals"],
  "types.list": ["GET", "/conference-types"],
  "live.list": ["GET", "/live/conferences"],
  "live.read": ["GET", "/live/conferences/:id"],
  "live.command": ["POST", "/live/conferences/:id/commands"],
  "live.memberCommand": ["POST", "/live/conferences/:id/members/:memberId/commands"],
  "live.chat": ["GET", "/live/conferences/:id/chat"],
  "live.say": ["POST", "/live/conferences/:id/chat"],
  "registrations.list": ["GET", "/registrations"],
  "prompts.list": ["GET", "/prompts"],
  "recordings.list": ["GET", "/recordings"],
  "recordings.read": ["GET", "/recordings/:file"],
  "recordings.remove": ["DELETE", "/recordings/:file"],
  "system.read": ["GET", "/system"],
  "system.reload": ["POST", "/system/reload"],
  "system.events": ["GET", "/system/events"],
  "system.console": ["POST", "/system/console"],
} as const;

export type RouteName = keyof typeof PATHS;
