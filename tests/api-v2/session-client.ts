import {
  type ClientMessageV2,
  type ClientV2,
  createClientV2,
  type ServerMessageV2,
} from "@parley/protocol";
import WebSocket from "ws";
import type { Login } from "../_util/digest-client.js";

/** A browser's view of the server: a cookie jar with one cookie, the typed client, and the feed. */
export interface SessionClient {
  readonly api: ClientV2;
  cookie: string | undefined;
  /** A request as it stands, with the cookie. */
  raw(method: string, path: string, init?: RequestInit): Promise<Response>;
  signIn(login: Login): Promise<void>;
  feed(hello?: Extract<ClientMessageV2, { type: "hello" }>["resume"]): Promise<FeedClient>;
}

export function sessionClient(url: string): SessionClient {
  const origin = url.replace(/\/$/, "");
  const client: SessionClient = {
    cookie: undefined,
    api: createClientV2({
      origin,
      fetch: async (input, init) => {
        const headers = new Headers(init?.headers);
        if (client.cookie !== undefined) headers.set("cookie", client.cookie);
        const response = await fetch(input, { ...init, headers });
        const set = response.headers.get("set-cookie");
        if (set !== null) client.cookie = set.split(";")[0];
        return response;
      },
    }),
    raw: (method, path, init = {}) =>
      fetch(`${origin}${path}`, {
        ...init,
        method,
        headers: { ...(client.cookie ? { cookie: client.cookie } : {}), ...init.headers },
      }),
    signIn: async ({ name, password }) => {
      await client.api.call("session.create", { body: { name, password } });
    },
    feed: (resume) =>
      openFeed(`${origin.replace(/^http/, "ws")}/api/v2/feed`, client.cookie, resume),
  };
  return client;
}

export class FeedClient {
  readonly messages: ServerMessageV2[] = [];
  readonly closed: Promise<number>;
  #wake: (() => void)[] = [];
  #serial = 0;

  constructor(readonly socket: WebSocket) {
    socket.on("message", (data) => {
      this.messages.push(JSON.parse(String(data)) as ServerMessageV2);
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.closed = new Promise((resolve) => socket.once("close", resolve));
  }

  send(message: ClientMessageV2): void {
    this.socket.send(JSON.stringify(message));
  }

  /** The first message that fits, received already or to come. */
  async until<Type extends ServerMessageV2["type"]>(
    type: Type,
    fits: (message: Extract<ServerMessageV2, { type: Type }>) => boolean = () => true,
    from = 0,
  ): Promise<Extract<ServerMessageV2, { type: Type }>> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const found = this.messages
        .slice(from)
        .find((each) => each.type === type && fits(each as never));
      if (found) return found as never;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no ${type} in ${JSON.stringify(this.messages.slice(-5))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#wake.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  /** Sends a command and gives its answer. */
  async command(
    conference: string,
    command: Extract<ClientMessageV2, { type: "command" }>["command"],
    member?: string,
  ): Promise<Extract<ServerMessageV2, { type: "answer" }>> {
    this.#serial += 1;
    const id = `c${this.#serial}`;
    this.send({ type: "command", id, conference, command, ...(member ? { member } : {}) });
    return this.until("answer", (answer) => answer.id === id);
  }

  close(): void {
    this.socket.close();
  }
}

function openFeed(
  url: string,
  cookie: string | undefined,
  resume: Extract<ClientMessageV2, { type: "hello" }>["resume"],
): Promise<FeedClient> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, cookie === undefined ? {} : { headers: { cookie } });
    const client = new FeedClient(socket);
    socket.once("error", reject);
    socket.once("open", () => {
      client.send({ type: "hello", ...(resume ? { resume } : {}) });
      resolve(client);
    });
  });
}
