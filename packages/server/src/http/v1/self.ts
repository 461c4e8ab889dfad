import { may, type Permission } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import { roleOfContext } from "../../config/index.js";
import type { Conference } from "../../xml-state/index.js";
import type { HttpV1Dependencies } from "./dependencies.js";

/** What every user may ask; the answer follows the caller's own context. */
export function registerSelf(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  app.get("/userinfo", { config: { permission: "self.read" } }, ({ account }) => {
    const { globals } = rooms.xmlState();
    const { wss_binding = "", internal_tls_port = "" } = globals;
    return { ...account.user, wss_binding: portOnly(wss_binding), internal_tls_port };
  });
  // The contract answers 401 here, not 403.
  const friends = { config: { permission: "directory.friends", forbidden: 401 } } as const;
  app.get("/friendxml", friends, () => {
    const { users, conferenceTypes } = rooms.xmlState();
    const shown = users.map(({ name, id, email, context }) => ({ name, id, email, context }));
    const conferences = watchable(rooms, "moderator");
    return {
      op: "/friendxml",
      state: { users: shown, conferences, conferencetypes: conferenceTypes },
    };
  });
  app.get("/pubxml", { config: { permission: "directory.public" } }, () => {
    const { users, conferenceTypes } = rooms.xmlState();
    const shown = users.map(({ name, id, context }) => ({ name, id, context }));
    const conferences = watchable(rooms, "participant");
    return {
      op: "/pubxml",
      state: { users: shown, conferences, conferencetypes: conferenceTypes },
    };
  });
}

const WATCH: Permission = "live.watch";

function watchable(
  { xmlState, contexts }: HttpV1Dependencies,
  role: "moderator" | "participant",
): Conference[] {
  return xmlState().conferences.filter(({ context }) =>
    may(role, WATCH, roleOfContext(contexts, context)),
  );
}

/** The switch's global holds `address:port`; clients put the port behind the host they know: `:7443`. */
function portOnly(binding: string): string {
  const port = /:(\d+)$/.exec(binding);
  return port ? `:${port[1]}` : binding;
}
