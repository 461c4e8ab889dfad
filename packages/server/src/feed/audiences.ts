import { ROLES, type Role, type ServerMessageV1 } from "@parley/protocol";
import { Batch, type FeedClient } from "./client.js";

/** Messages that come closer together than this are written together. */
const GATHER_MS = 20;

/**
 * The connected clients by what they may see. What a client may see depends on its role alone, so every message is
 * turned into bytes once for each role, however many clients there are.
 */
export class Audiences {
  readonly #clients = new Map<Role, Set<FeedClient>>(ROLES.map((role) => [role, new Set()]));
  readonly #waiting = new Map<Role, string[]>(ROLES.map((role) => [role, []]));
  #timer: NodeJS.Timeout | undefined;

  get size(): number {
    return ROLES.reduce((sum, role) => sum + this.of(role).size, 0);
  }

  of(role: Role): ReadonlySet<FeedClient> {
    return this.#clients.get(role) ?? new Set();
  }

  all(): FeedClient[] {
    return ROLES.flatMap((role) => [...this.of(role)]);
  }

  add(client: FeedClient): void {
    this.flush();
    this.#clients.get(client.account.role)?.add(client);
  }

  remove(client: FeedClient): void {
    this.#clients.get(client.account.role)?.delete(client);
  }

  /** To every client whose role `may` see it. The first goes at once, those right behind it together. */
  publish(message: ServerMessageV1, may: (role: Role) => boolean): void {
    let text: string | undefined;
    for (const role of ROLES) {
      if (this.of(role).size === 0 || !may(role)) continue;
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
      for (const client of this.of(role)) client.send(batch);
    }
  }
}
