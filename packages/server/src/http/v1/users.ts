import { UsersAddBody, UsersDelBody, UsersModBody } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import { answerChange, changing } from "./changes.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { countByContext, USER_FILTERS } from "./filters.js";
import { refuseOtherSites } from "./same-site.js";

type Search = { Params: { text: string } };

/** `/api/users…`: read and change the directory. */
export function registerUsers(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const read = { config: { permission: "users.read" } } as const;
  const users = () => rooms.xmlState().users;

  app.get("/api/users", read, () => {
    const info = { total: users().length, contexts: countByContext(rooms.contexts, users()) };
    return { op: "users", info, users: users() };
  });
  for (const [name, matches] of Object.entries(USER_FILTERS)) {
    app.get<Search>(`/api/users/${name}/:text`, read, ({ params: { text } }) => ({
      op: `users/${name}/${text}`,
      users: users().filter((user) => matches(user, text)),
    }));
  }
  app.get<Search>("/api/users/match/:text", read, ({ params: { text } }) => ({
    op: `users/match/${text}`,
    namematches: users().filter((user) => user.name.includes(text)),
    emailmatches: users().filter((user) => user.email.includes(text)),
  }));
  registerChanges(app, rooms);
}

function registerChanges(app: FastifyInstance, rooms: HttpV1Dependencies): void {
  const write = { config: { permission: "users.write" } } as const;

  const itemKey = "user";

  app.post(
    "/api/users/add",
    write,
    changing({
      ...{ op: "users/add", itemKey, schema: UsersAddBody, identities: ["name"] },
      work: (items) => rooms.users.add(items),
    }),
  );
  app.post(
    "/api/users/mod",
    write,
    changing({
      ...{ op: "users/mod", itemKey, schema: UsersModBody, identities: ["id", "name"] },
      work: (items) => rooms.users.modify(items),
    }),
  );
  app.post(
    "/api/users/del",
    write,
    changing({
      ...{ op: "users/del", itemKey, schema: UsersDelBody, identities: ["id"] },
      work: (items) => rooms.users.remove(items),
    }),
  );
  // v1 changes by GET here; the contract's clients rely on it.
  const byGet = { ...write, onRequest: refuseOtherSites };
  app.get("/api/users/rebuild", byGet, async (_request, reply) =>
    answerChange(reply, "users/rebuild", await rooms.users.rebuild(), "user"),
  );
  app.get("/api/users/reprov", byGet, async (_request, reply) =>
    answerChange(reply, "users/reprov", await rooms.users.reprovision(), "user"),
  );
}
