import { type Me, may, PERMISSIONS, ROLES, type Role } from "@parley/protocol";
import type { Account, Accounts, Sessions } from "../../accounts/index.js";
import type { User } from "../../xml-state/index.js";
import { SESSION_COOKIE, setSessionCookie } from "./cookies.js";
import { ProblemError } from "./problem.js";
import type { Handlers } from "./routes.js";

export interface SessionDependencies {
  readonly accounts: Accounts<User>;
  readonly sessions: Sessions<User>;
  /** Whether administrators may send commands of the event socket. */
  readonly consoleAllowed: boolean;
}

/** Signing in and out, and who one is. */
export function sessionHandlers(rooms: SessionDependencies): Handlers {
  const { accounts, sessions } = rooms;
  return {
    "session.create": async ({ body, request, reply }) => {
      const verdict = await accounts.signIn(body.name, body.password, request.ip);
      if (verdict.kind === "busy")
        throw new ProblemError("too many requests", "too many failed logins", undefined, {
          "retry-after": String(verdict.retryAfterS),
        });
      if (verdict.kind === "wrong")
        throw new ProblemError("unauthenticated", "name or password is not right");
      const token = await sessions.open(verdict.account.user);
      setSessionCookie(reply, request, token, sessions.idleSeconds);
      return meOf(verdict.account, rooms.consoleAllowed);
    },
    "session.end": async ({ request, reply }) => {
      const token = request.cookies[SESSION_COOKIE];
      const open = token === undefined ? undefined : await sessions.read(token);
      if (open) sessions.end(open.id);
      reply.clearCookie(SESSION_COOKIE, { path: "/" });
      return undefined;
    },
    "me.read": ({ account }) => meOf(account, rooms.consoleAllowed),
  };
}

export function meOf({ user, role }: Account<User>, consoleAllowed: boolean): Me {
  const { id, name, email, context } = user;
  const permissions = Object.fromEntries(
    PERMISSIONS.map((permission) => [permission, grantOf(role, permission)]).filter(
      ([, grant]) => grant !== undefined,
    ),
  ) as Me["permissions"];
  return {
    id,
    name,
    email,
    context,
    role,
    permissions,
    console: consoleAllowed && may(role, "archive.use"),
  };
}

function grantOf(role: Role, permission: (typeof PERMISSIONS)[number]): true | Role[] | undefined {
  if (may(role, permission)) return true;
  const targets = ROLES.filter((target) => may(role, permission, target));
  return targets.length > 0 ? targets : undefined;
}
