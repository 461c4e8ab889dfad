import type { FastifyInstance } from "fastify";
import type { HttpV1Dependencies } from "./dependencies.js";

/** A FreeSWITCH global of such a name is a password of the switch itself; whoever reads it owns the machine. */
const SECRET = /(^|_)(pw|password|passwd|secret)$/i;

/** `/api/info…`: the switch's globals and when its configuration was last read. */
export function registerInfo(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const read = { config: { permission: "system.read" } } as const;

  app.get("/api/info", read, () => ({ op: "info", info: info(rooms), globals: globals(rooms) }));
  app.get("/api/info/state", read, () => {
    const { users, conferences, conferenceTypes } = rooms.xmlState();
    const state = {
      users,
      info: info(rooms),
      globals: globals(rooms),
      conferences,
      conferencetypes: conferenceTypes,
    };
    return { op: "info/state", state };
  });
}

function info({ xmlState, archive }: HttpV1Dependencies) {
  const { lastReload } = xmlState();
  const when = (at: number | undefined) =>
    at === undefined ? "not till now" : new Date(at).toISOString();
  return {
    reloadxml: { lastrun: when(lastReload?.at), lastmsg: lastReload?.message ?? "no Message" },
    // Spelled like this on the wire.
    maintainance: { lastrun: when(archive.lastRun) },
  };
}

function globals({ xmlState }: HttpV1Dependencies): Record<string, string> {
  const entries = Object.entries(xmlState().globals);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, SECRET.test(name) ? "********" : value]),
  );
}
