import { UsersAddBody, UsersDelBody, UsersModBody } from "@parley/protocol";
import type { FastifyInstance } from "fastify";
import { parseBody } from "../errors.js";
import { answerChange, refuseUnsafe } from "./changes.js";
import type { HttpV1Dependencies } from "./dependencies.js";
import { countByContext, USER_FILTERS } from "./filters.js";

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

  app.post("/api/users/add", write, async ({ body }, reply) => {
    const items = parseBody(UsersAddBody, body);
    refuseUnsafe(items, "name");
    return answerChange(reply, "users/add", await rooms.users.add(items), "user");
  });
  app.post("/api/users/mod", write, async ({ body }, reply) => {
    const items = parseBody(UsersModBody, body);
    refuseUnsafe(items, "id");
    refuseUnsafe(items, "name");
    return answerChange(reply, "users/mod", await rooms.users.modify(items), "user");
  });
  app.post("/api/users/del", write, async ({ body }, reply) => {
    const items = parseBody(UsersDelBody, body);
    refuseUnsafe(items, "id");
    return answerChange(reply, "users/del", await rooms.users.remove(items), undefined);
  });
  // v1 changes by GET here; the contract's clients rely on it.
  app.get("/api/users/rebuild", write, async (_request, reply) =>
    answerChange(reply, "users/rebuild", await rooms.users.rebuild(), "user"),
  );
  app.get("/api/users/reprov", write, async (_request, reply) =>
    answerChange(reply, "users/reprov", await rooms.users.reprovision(), "user"),
  );
}
