import { type ChangeQueue, previewItems, type Results, submitItems } from "../changes/index.js";
import type { ContextTable } from "../config/index.js";
import type { User, XmlStateRoom } from "../xml-state/index.js";
import type { NewUser, UserChange, UserReference, WhenAbsent } from "./model.js";
import { planAddition, planModification, planRebuild, planRemoval } from "./plans.js";

/**
 * Changes of the directory. `done` holds users as the switch has parsed them and as they lie on disk; an item in
 * `failed` left no trace. Every method rejects as a whole, with nothing changed, while the switch is away.
 */
export interface UsersService {
  add(items: readonly NewUser[]): Promise<Results<User, NewUser>>;
  /** What `add` would answer now; nothing is changed. */
  preview(items: readonly NewUser[]): Promise<Results<User, NewUser>>;
  /** `absent`: what becomes of a password and a polymac that an item does not name; `renew` unless told. */
  modify(items: readonly UserChange[], absent?: WhenAbsent): Promise<Results<User, UserChange>>;
  remove(items: readonly UserReference[]): Promise<Results<User, UserReference>>;
  /** Brings every user's file up to the template, keeping what we do not manage. */
  rebuild(): Promise<Results<User, UserReference>>;
  /** Has the provisioning of every phone made anew. */
  reprovision(): Promise<Results<User, UserReference>>;
}

export interface UsersServiceOptions {
  readonly queue: Pick<ChangeQueue, "submit" | "preview">;
  readonly contexts: ContextTable;
  readonly xmlState: Pick<XmlStateRoom, "current">;
  /** The provisioning room, when there is one; answers why the phones of all of them cannot be served, if so. */
  readonly provision?: (users: readonly User[]) => Promise<string | undefined>;
}

export function createUsersService(options: UsersServiceOptions): UsersService {
  const { queue, contexts, xmlState } = options;
  return {
    add: (items) => submitItems(queue, items, (item) => planAddition(item, contexts)),
    preview: (items) => previewItems(queue, items, (item) => planAddition(item, contexts)),
    modify: (items, absent = "renew") =>
      submitItems(queue, items, (item) => planModification(item, contexts, absent)),
    remove: (items) => submitItems(queue, items, (item) => planRemoval(item, contexts)),
    rebuild: () => {
      const everyone = xmlState.current.users.map(({ id }): UserReference => ({ id }));
      return submitItems(queue, everyone, (item) => planRebuild(item, contexts));
    },
    reprovision: async () => {
      const { users } = xmlState.current;
      const error = await options.provision?.(users);
      if (error === undefined) return { done: users, failed: [] };
      const failed = users.map(({ id }) => ({
        error,
        problem: "not editable" as const,
        item: { id },
      }));
      return { done: [], failed };
    },
  };
}
