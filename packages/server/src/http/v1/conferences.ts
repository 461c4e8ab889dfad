import { ConferencesAddBody, ConferencesDelBody, ConferencesModBody } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import { changing } from "./changes.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { CONFERENCE_FILTERS, countByContext } from "./filters.js";
import { refuseOtherSites } from "./same-site.js";

/** `/api/conferences…`: read and change the configured conferences. */
export function registerConferences(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const read = { config: { permission: "conferences.read" } } as const;

  app.get("/api/conferences", read, () => {
    const { conferences, conferenceTypes } = rooms.xmlState();
    const info = {
      total: conferences.length,
      contexts: countByContext(rooms.contexts, conferences),
      types: conferenceTypes,
    };
    return { op: "conferences", info, conferences };
  });
  for (const [name, matches] of Object.entries(CONFERENCE_FILTERS)) {
    app.get<{ Params: { text: string } }>(
      `/api/conferences/${name}/:text`,
      read,
      ({ params: { text } }) => ({
        op: `conferences/${name}/${text}`,
        conferences: rooms.xmlState().conferences.filter((conference) => matches(conference, text)),
      }),
    );
  }
  registerChanges(app, rooms);
}

function registerChanges(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const write = { config: { permission: "conferences.write" } } as const;

  const itemKey = "conference";

  app.post(
    "/api/conferences/add",
    write,
    changing({
      ...{ op: "conferences/add", itemKey, schema: ConferencesAddBody, identities: ["name"] },
      work: (items) => rooms.conferences.add(items),
    }),
  );
  app.post(
    "/api/conferences/mod",
    write,
    changing({
      ...{ op: "conferences/mod", itemKey, schema: ConferencesModBody },
      identities: ["num", "name"],
      work: (items) => rooms.conferences.modify(items),
    }),
  );
  app.post(
    "/api/conferences/del",
    write,
    changing({
      ...{ op: "conferences/del", itemKey, schema: ConferencesDelBody, identities: ["num"] },
      work: (items) => rooms.conferences.remove(items),
    }),
  );
  // Contacts follow the configuration by themselves; who asks has the phones told to fetch them.
  const byGet = { ...write, onRequest: refuseOtherSites };
  app.get("/api/conferences/rebuildcontacts", byGet, async (_request, reply) => {
    const op = "conferences/rebuildcontacts";
    const [failure] = (await rooms.users.reprovision()).failed;
    if (failure) return reply.code(409).send({ op, done: "", error: failure.error });
    return { op, done: new Date(rooms.xmlState().loadedAt).toISOString() };
  });
}
