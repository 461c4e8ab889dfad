import { afterAll, afterEach, beforeAll } from "vitest";
import { type BrowserPhone, CHROMIUM, PhoneBrowser, type PhoneWishes } from "./browser.js";
import { hasProgram } from "./processes.js";
import { type PhoneSwitch, startSwitch } from "./switches.js";
import { PEOPLE, type Person, type TreeWishes } from "./tree.js";

/** Why pages cannot run here; undefined when they can. */
export const CHROMIUM_MISSING = hasProgram(CHROMIUM) ? undefined : `${CHROMIUM} is not installed`;

/** One of the people of the tree. */
export function person(id: string): Person {
  const found = PEOPLE.find((each) => each.id === id);
  if (!found) throw new Error(`nobody has the number ${id}`);
  return found;
}

export interface Closable {
  close(): Promise<unknown>;
}

/** A switch for the tests of one file, and the phones of one test, which end with it. */
export interface Bench {
  readonly at: PhoneSwitch;
  /** A page of its own with a registered phone. Chromium starts with the first. */
  page(id: string, wishes?: PhoneWishes): Promise<BrowserPhone>;
  /** The same, for all tests of the file. */
  lastingPage(id: string, wishes?: PhoneWishes): Promise<BrowserPhone>;
  /** Closes this at the end of the test. */
  keep<T extends Closable>(phone: T): T;
}

/** To be called once at the top of a test file. */
export function useBench(tree: TreeWishes = {}): Bench {
  let at: PhoneSwitch | undefined;
  let browser: Promise<PhoneBrowser> | undefined;
  const kept: Closable[] = [];
  beforeAll(async () => {
    at = await startSwitch(tree);
  }, 60_000);
  afterEach(async () => {
    if (kept.length === 0) return;
    await Promise.all(kept.splice(0).map((phone) => phone.close().catch(() => undefined)));
    await at?.control.api("hupall");
  });
  afterAll(async () => {
    await (await browser)?.close();
    await at?.stop();
  }, 30_000);
  const keep = <T extends Closable>(phone: T): T => {
    kept.push(phone);
    return phone;
  };
  return {
    get at() {
      if (!at) throw new Error("the switch has not started");
      return at;
    },
    keep,
    async page(id, wishes) {
      return keep(await this.lastingPage(id, wishes));
    },
    async lastingPage(id, wishes) {
      browser ??= PhoneBrowser.open();
      return (await browser).phone(this.at, person(id), wishes);
    },
  };
}
