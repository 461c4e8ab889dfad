import type { ChangeDraft, Expectation, Planned, UserValues } from "../changes/index.js";
import { type ContextRule, type ContextTable, contextRule } from "../config/index.js";
import {
  checkConferencePin,
  checkContext,
  checkEmail,
  checkPassword,
  checkPolycomMac,
  checkUserName,
  defaultPin,
  generatePassword,
  ItemError,
  isDefaultPin,
  quotable,
} from "../values/index.js";
import type { User, XmlState } from "../xml-state/index.js";
import type { NewUser, UserChange, UserReference, WhenAbsent } from "./model.js";

type Plan<T> = (draft: ChangeDraft) => Promise<Planned<T>>;
type UserField = keyof UserValues;

export function planAddition(item: NewUser, contexts: ContextTable): Plan<User> {
  return async (draft) => {
    const rule = checkContext(contexts, item.context);
    const user = {
      context: rule.name,
      name: checkUserName(item.name),
      email: checkEmail(item.email),
      password: item.password === undefined ? generatePassword() : checkPassword(item.password),
      conpin: item.conpin === undefined ? defaultPin(rule.role) : checkConferencePin(item.conpin),
      polymac: item.polymac === undefined ? "none" : checkPolycomMac(item.polymac),
    };
    requireFree(draft, user);
    const added: User = { id: await draft.claimUserId(rule.name, rule.users), ...user };
    await draft.store.createUser(valuesOf(added, rule));
    draft.users.put(added);
    return { expects: [{ entity: "user", id: added.id, fields: added }], result: reader(added) };
  };
}

export function planModification(
  item: UserChange,
  contexts: ContextTable,
  absent: WhenAbsent,
): Plan<User> {
  return async (draft) => {
    const user = requireUser(draft, item.id);
    const changes = checkedChanges(item, absent);
    requireFree(draft, changes, user.id);
    const rule = item.context === undefined ? undefined : checkContext(contexts, item.context);
    return rule === undefined || rule.name === user.context
      ? planChange(draft, user, differing(changes, user), contexts)
      : planMove(draft, user, changes, rule, contexts);
  };
}

export function planRemoval(item: UserReference, contexts: ContextTable): Plan<User> {
  return async (draft) => {
    const user = requireUser(draft, item.id);
    requireOtherAdministrator(draft, user, contexts, "deleted");
    await draft.store.removeUser(user.id);
    draft.users.delete(user.id);
    return { expects: [{ entity: "user", id: user.id, fields: "gone" }], result: () => user };
  };
}

export function planRebuild(item: UserReference, contexts: ContextTable): Plan<User> {
  return async (draft) => {
    const user = requireUser(draft, item.id);
    const rule = contextRule(contexts, user.context);
    const conpin = (await draft.store.writtenPin(user.id)) ?? pinOf(rule);
    await draft.store.rebuildUser(valuesOf({ ...user, conpin }, rule));
    return { expects: [{ entity: "user", id: user.id, fields: {} }], result: reader(user) };
  };
}

type Changes = Partial<Omit<User, "id" | "context">>;

/** Some clients say back every value they were shown; what is written for it, a default PIN's variable say, stays then. */
function differing(changes: Changes, user: User): Changes {
  const entries = Object.entries(changes) as [keyof Changes, string][];
  return Object.fromEntries(entries.filter(([field, value]) => user[field] !== value));
}

function checkedChanges(item: UserChange, absent: WhenAbsent): Changes {
  const renewed = absent === "renew" ? { password: generatePassword(), polymac: "none" } : {};
  return {
    ...renewed,
    ...(item.password !== undefined && { password: checkPassword(item.password) }),
    ...(item.polymac !== undefined && { polymac: checkPolycomMac(item.polymac) }),
    ...(item.name !== undefined && { name: checkUserName(item.name) }),
    ...(item.email !== undefined && { email: checkEmail(item.email) }),
    ...(item.conpin !== undefined && { conpin: checkConferencePin(item.conpin) }),
  };
}

async function planChange(
  draft: ChangeDraft,
  user: User,
  changes: Changes,
  contexts: ContextTable,
): Promise<Planned<User>> {
  const changed = { ...user, ...changes };
  const values = valuesOf(changed, contextRule(contexts, user.context));
  await draft.store.changeUser(user.id, values, new Set(Object.keys(changes) as UserField[]));
  draft.users.put(changed);
  const expects: Expectation[] = [{ entity: "user", id: user.id, fields: changes }];
  return { expects, result: reader(changed) };
}

/** The rights of a user go with its context, so flags and a default PIN follow; all else is kept. */
async function planMove(
  draft: ChangeDraft,
  user: User,
  changes: Changes,
  rule: ContextRule,
  contexts: ContextTable,
): Promise<Planned<User>> {
  if (rule.role !== "administrator") {
    requireOtherAdministrator(draft, user, contexts, "moved to another context");
  }
  const conpin = changes.conpin ?? (await pinAfterMove(draft, user, rule));
  const id = await draft.claimUserId(rule.name, rule.users);
  const set = { ...changes, ...(conpin !== undefined && { conpin }), id, context: rule.name };
  const moved: User = { ...user, ...set };
  const fields = new Set<UserField>([...(Object.keys(set) as UserField[]), "confflags"]);
  await draft.store.moveUser(user.id, valuesOf(moved, rule), fields);
  draft.users.delete(user.id);
  draft.users.put(moved);
  const gone: Expectation = { entity: "user", id: user.id, fields: "gone" };
  return { expects: [gone, { entity: "user", id, fields: set }], result: reader(moved) };
}

async function pinAfterMove(draft: ChangeDraft, user: User, rule: ContextRule) {
  const written = await draft.store.writtenPin(user.id);
  return written === undefined || isDefaultPin(written) ? defaultPin(rule.role) : undefined;
}

const pinOf = (rule: ContextRule | undefined): string => defaultPin(rule?.role ?? "participant");

/** What templates call `conf_flags`: who may moderate joins as moderator, participants join muted. */
function valuesOf(user: User, rule: ContextRule | undefined): UserValues {
  const moderates = rule !== undefined && rule.role !== "participant";
  return { ...user, confflags: moderates ? "moderator|mute-detect" : "mute-detect|mute" };
}

function requireUser(draft: ChangeDraft, id: string): User {
  const user = draft.users.get(id);
  if (user === undefined) throw new ItemError("unknown", `no userid ${quotable(id)}`, "id");
  return user;
}

function requireFree(draft: ChangeDraft, wanted: Partial<User>, ownId?: string): void {
  if (wanted.name !== undefined && draft.users.isNameTaken(wanted.name, ownId)) {
    const own = ownId === undefined ? undefined : draft.users.get(ownId)?.name;
    if (own !== wanted.name) throw new ItemError("taken", "name already taken", "name");
  }
  if (wanted.polymac !== undefined && draft.isMacTaken(wanted.polymac, ownId)) {
    throw new ItemError("taken", "polymac already taken", "polymac");
  }
}

/** Without an administrator nobody could make a new one but by hand. */
function requireOtherAdministrator(
  draft: ChangeDraft,
  user: User,
  contexts: ContextTable,
  what: string,
): void {
  const administers = (candidate: User): boolean =>
    contextRule(contexts, candidate.context)?.role === "administrator";
  if (!administers(user)) return;
  for (const other of draft.users.values()) {
    if (other.id !== user.id && administers(other)) return;
  }
  throw new ItemError("last administrator", `the last administrator cannot be ${what}`, "id");
}

/** The user as the switch reads it; a later item of the same batch may have changed or removed it again. */
function reader(planned: User): (state: XmlState) => User {
  return (state) => state.userById(planned.id) ?? planned;
}
