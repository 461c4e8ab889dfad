import type { NewUserV2, UserPatch, UserV2, UserWithPassword } from "@parley/protocol";
import { type ContextTable, roleOfContext } from "../../config/index.js";
import type { LiveState } from "../../live-state/index.js";
import type { NewUser, UserChange, UsersService } from "../../users/index.js";
import { generatePassword } from "../../values/index.js";
import type { User, XmlState } from "../../xml-state/index.js";
import { matchesSearch, onlyOne, outcomesOf, pageOf } from "./lists.js";
import { ProblemError } from "./problem.js";
import type { Handlers } from "./routes.js";

export interface UsersDependencies {
  readonly users: UsersService;
  readonly xmlState: () => XmlState;
  readonly liveState: () => LiveState;
  readonly contexts: ContextTable;
}

/** The directory's users. */
export function usersHandlers(rooms: UsersDependencies): Handlers {
  return { ...reading(rooms), ...changing(rooms) };
}

function reading({ xmlState, liveState, contexts }: UsersDependencies): Handlers {
  return {
    "users.list": ({ query }) => {
      const registered = registrationsByUser(liveState());
      const wanted = xmlState().users.filter(
        ({ id, name, email, context }) =>
          matchesSearch(query.search, id, name, email) &&
          (query.context === undefined || query.context === context) &&
          (query.registered === undefined || query.registered === registered.has(id)),
      );
      const page = pageOf(wanted, query);
      return { ...page, items: page.items.map((user) => userV2(user, contexts, registered)) };
    },
    "users.read": ({ params }) =>
      userV2(known(xmlState(), params.id), contexts, registrationsByUser(liveState())),
    "contexts.list": () => {
      const { users, conferences } = xmlState();
      const count = (items: readonly { context: string }[], name: string) =>
        items.filter(({ context }) => context === name).length;
      const items = contexts.map(({ name, role }) => ({
        name,
        role,
        users: count(users, name),
        conferences: count(conferences, name),
      }));
      return { items };
    },
  };
}

function changing({ users, xmlState, liveState, contexts }: UsersDependencies): Handlers {
  const show = (user: User) => userV2(user, contexts, registrationsByUser(liveState()));
  const withPassword = (user: User): UserWithPassword => ({
    ...show(user),
    password: user.password,
  });
  return {
    "users.create": async ({ body: { items, dryRun } }) => {
      const wanted = items.map(newUser);
      const results = await (dryRun ? users.preview(wanted) : users.add(wanted));
      return outcomesOf(wanted, results, dryRun ? show : withPassword, dryRun);
    },
    "users.change": async ({ params, body }) => {
      const { id } = known(xmlState(), params.id);
      return show(onlyOne(await users.modify([{ id, ...changeOf(body) }], "keep")));
    },
    "users.remove": async ({ params }) => {
      onlyOne(await users.remove([{ id: known(xmlState(), params.id).id }]));
      return undefined;
    },
    "users.removeMany": async ({ body }) => {
      const items = [...new Set(body.ids)].map((id) => ({ id }));
      return outcomesOf(items, await users.remove(items), ({ id }) => ({ id }));
    },
    "users.newPassword": async ({ params, body, reply }) => {
      const { id } = known(xmlState(), params.id);
      const password = body.password ?? generatePassword();
      reply.header("cache-control", "no-store");
      return withPassword(onlyOne(await users.modify([{ id, password }], "keep")));
    },
  };
}

function known(xmlState: XmlState, id: string): User {
  const user = xmlState.userById(id);
  if (!user) throw new ProblemError("not found", `no user ${id}`, "id");
  return user;
}

function registrationsByUser({ registrations }: LiveState): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { user } of registrations.values()) counts.set(user, (counts.get(user) ?? 0) + 1);
  return counts;
}

/** The one constructor of v2 users. */
function userV2(
  { id, name, email, context, conpin, polymac }: User,
  contexts: ContextTable,
  registered: ReadonlyMap<string, number>,
): UserV2 {
  const role = roleOfContext(contexts, context);
  return {
    id,
    name,
    email,
    context,
    ...(role === undefined ? {} : { role }),
    conferencePin: conpin,
    mac: polymac === "none" ? "" : polymac,
    registrations: registered.get(id) ?? 0,
  };
}

function newUser({ name, email, context, password, conferencePin, mac }: NewUserV2): NewUser {
  return {
    name,
    email,
    context,
    password,
    conpin: conferencePin,
    polymac: mac === "" ? "none" : mac,
  };
}

function changeOf({ conferencePin, mac, ...same }: UserPatch): Omit<UserChange, "id"> {
  return { ...same, conpin: conferencePin, polymac: mac === "" ? "none" : mac };
}
