import type { CreateEngine } from "./engine.js";
import { createPhoneStore, type PhoneStore } from "./store.js";
import type { DialOptions } from "./types.js";

/** The phone of the page: what it shows, and what one can ask of it. */
export interface Phone {
  readonly user: string;
  readonly store: PhoneStore;
  /** Signs in when the page has time; returns how to sign off. */
  run(): () => void;
  readonly dial: (number: string, name?: string, options?: DialOptions) => void;
}

export function createPhone(user: string): Phone {
  return { user, store: createPhoneStore(), run: () => () => undefined, dial: () => undefined };
}

export type { CreateEngine };
