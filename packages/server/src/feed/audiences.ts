import { ROLES, type Role, type ServerMessageV1 } from "@parley/protocol";
import { Batch, type FeedClient } from "./client.js";
import { Newcomers } from "./newcomers.js";

/** Messages that come closer together than this are written together. */
const GATHER_MS = 20;

/**
 * The connected clients by what they may see. What a client may see depends on its role alone, so every message is
 * turned into bytes once for each role, however many clients there are.
 */
export class Audiences {
  readonly #clients = new Map<Role, Set<FeedClient>>(ROLES.map((role) => [role, new Set()]));
  readonly #waiting = new Map<Role, string[]>(ROLES.map((role) => [role, []]));
  readonly #newcomers = new Newcomers((client) => this.welcome(client));
  #timer: NodeJS.Timeout | undefined;

  get size(): number {
    return this.all().length;
  }

  /** Whether anybody of that role is connected. */
  has(role: Role): boolean {
    return this.all().some(({ account }) => account.role === role);
  }

  all(): FeedClient[] {
    return [...ROLES.flatMap((role) => [...this.#of(role)]), ...this.#newcomers.clients];
  }

  /** It is told of nothing before it is welcome. */
  add(client: FeedClient): void {
    this.#newcomers.add(client);
  }

  /**
   * A client has said something, or nothing for long enough: from now on it is told what happens, after what has
   * happened since it came. One that asks for the state needs no events of conferences from before.
   */
  welcome(client: FeedClient, asks?: "init"): void {
    const missed = this.#newcomers.remove(client);
    if (!missed) return;
    this.flush();
    this.#clients.get(client.account.role)?.add(client);
    const wanted = asks === "init" ? missed.filter(isBesideConferences) : missed;
    if (wanted.length > 0) client.send(new Batch(wanted.map((each) => JSON.stringify(each))));
  }

  remove(client: FeedClient): void {
    this.#newcomers.remove(client);
    this.#clients.get(client.account.role)?.delete(client);
  }

  #of(role: Role): ReadonlySet<FeedClient> {
    return this.#clients.get(role) ?? new Set();
  }

  /** To every client whose role `may` see it. The first goes at once, those right behind it together. */
  publish(message: ServerMessageV1, may: (role: Role) => boolean): void {
    this.#gather(message, may);
    // Last: whoever is let in meanwhile has got this message with what waited.
    this.#newcomers.publish(message, may);
  }

  #gather(message: ServerMessageV1, may: (role: Role) => boolean): void {
    let text: string | undefined;
    for (const role of ROLES) {
      if (this.#of(role).size === 0 || !may(role)) continue;
      text ??= JSON.stringify(message);
      this.#waiting.get(role)?.push(text);
    }
    if (text === undefined || this.#timer) return;
    queueMicrotask(() => this.#write());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#write();
    }, GATHER_MS).unref();
  }

  /** To one client, behind everything that was published before. */
  answer(client: FeedClient, ...messages: readonly ServerMessageV1[]): void {
    this.flush();
    client.send(new Batch(messages.map((each) => JSON.stringify(each))));
  }

  /** To one client, a text that is no message. */
  tell(client: FeedClient, text: string): void {
    this.flush();
    client.send(new Batch([text]));
  }

  flush(): void {
    this.#write();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #write(): void {
    for (const [role, texts] of this.#waiting) {
      if (texts.length === 0) continue;
      this.#waiting.set(role, []);
      const batch = new Batch(texts);
      for (const client of this.#of(role)) client.send(batch);
    }
  }
}

/** Registrations, and that the configuration is another one. */
function isBesideConferences({ event }: ServerMessageV1): boolean {
  return ["addReg", "delReg", "newXML", "reply"].includes(event);
}
