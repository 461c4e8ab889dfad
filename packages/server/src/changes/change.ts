import type { NumberRange } from "../config/index.js";
import { ItemError } from "../values/index.js";
import type { Conference, User, XmlState } from "../xml-state/index.js";
import type { StoreDraft } from "./store.js";
import { EntityTable, NumberDesk } from "./tables.js";

/** What the switch must say after the reload: these fields of this entity, or that it is gone. */
export type Expectation =
  | { readonly entity: "user"; readonly id: string; readonly fields: Partial<User> | "gone" }
  | {
      readonly entity: "conference";
      readonly id: string;
      readonly fields: Partial<Conference> | "gone";
    };

export interface Planned<T> {
  readonly expects: readonly Expectation[];
  /** Called with the state that was read back and holds everything expected. */
  readonly result: (state: XmlState) => T;
}

/** One item of a request. */
export interface Change<T> {
  /**
   * Validates against the draft, drafts the files, and says what is to be expected. Rejects with ItemError when the
   * item cannot be done; what it had drafted by then is forgotten. May be called again on a fresh draft.
   */
  plan(draft: ChangeDraft): Promise<Planned<T>>;
}

export type Outcome<T> = { readonly done: T } | { readonly failed: ItemError };

/** The configuration as it will be after the items planned so far. */
export class ChangeDraft {
  readonly users: EntityTable<User>;
  readonly conferences: EntityTable<Conference>;
  readonly #ids: NumberDesk;
  readonly #numbers: NumberDesk;

  constructor(
    /** What the switch says before the batch. */
    readonly state: XmlState,
    readonly store: StoreDraft,
  ) {
    this.users = new EntityTable(state.users, (user) => user.id, macOf);
    this.conferences = new EntityTable(
      state.conferences,
      (conference) => conference.num,
      () => [],
    );
    this.#ids = new NumberDesk(
      async (id) => this.users.has(id) || (await store.isUserIdOnDisk(id)),
    );
    this.#numbers = new NumberDesk(
      async (number) => this.conferences.has(number) || (await store.isNumberOnDisk(number)),
    );
  }

  isMacTaken(mac: string, exceptId?: string): boolean {
    return mac !== "none" && this.users.isTaken(`mac ${mac}`, exceptId);
  }

  claimUserId(context: string, range: NumberRange): Promise<string> {
    return claim(this.#ids, context, range, "user id");
  }

  claimConferenceNumber(context: string, range: NumberRange): Promise<string> {
    return claim(this.#numbers, context, range, "conference number");
  }
}

const macOf = (user: User): string[] =>
  user.polymac === "none" ? [] : [`mac ${user.polymac.toLowerCase()}`];

async function claim(desk: NumberDesk, context: string, range: NumberRange, what: string) {
  const number = await desk.claim(range);
  if (number !== undefined) return number;
  const text = `no ${what} is free in context ${context} (${range.first} to ${range.last})`;
  throw new ItemError("range full", text, "context");
}
