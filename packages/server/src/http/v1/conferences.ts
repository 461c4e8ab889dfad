import { ConferencesAddBody, ConferencesDelBody, ConferencesModBody } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import { parseBody } from "../errors.js";
import { answerChange, refuseUnsafe } from "./changes.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { CONFERENCE_FILTERS, countByContext } from "./filters.js";

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

  app.post("/api/conferences/add", write, async ({ body }, reply) => {
    const items = parseBody(ConferencesAddBody, body);
    refuseUnsafe(items, "name");
    return answerChange(reply, "conferences/add", await rooms.conferences.add(items), "conference");
  });
  app.post("/api/conferences/mod", write, async ({ body }, reply) => {
    const items = parseBody(ConferencesModBody, body);
    refuseUnsafe(items, "num");
    refuseUnsafe(items, "name");
    return answerChange(
      reply,
      "conferences/mod",
      await rooms.conferences.modify(items),
      "conference",
    );
  });
  app.post("/api/conferences/del", write, async ({ body }, reply) => {
    const items = parseBody(ConferencesDelBody, body);
    refuseUnsafe(items, "num");
    return answerChange(reply, "conferences/del", await rooms.conferences.remove(items), undefined);
  });
  // Contacts follow the configuration by themselves; who asks has the phones told to fetch them.
  app.get("/api/conferences/rebuildcontacts", write, async (_request, reply) => {
    const op = "conferences/rebuildcontacts";
    const [failure] = (await rooms.users.reprovision()).failed;
    if (failure) return reply.code(409).send({ op, done: "", error: failure.error });
    return { op, done: new Date(rooms.xmlState().loadedAt).toISOString() };
  });
}
