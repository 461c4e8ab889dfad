import { once } from "node:events";
import { fastify } from "fastify";
import { WebSocket } from "ws";
import { DEFAULT_CONTEXTS } from "../../packages/server/src/config/index.js";
import { type FeedDependencies, registerFeedV1 } from "../../packages/server/src/feed/index.js";
import {
  createConferenceControl,
  createLiveState,
  type LiveConference,
} from "../../packages/server/src/live-state/index.js";
import type { ConferenceCommands } from "../../packages/server/src/switch/index.js";
import {
  type Configuration,
  snapshot,
  type User,
} from "../../packages/server/src/xml-state/index.js";
import { RecordedSwitch } from "../replay/recorded-switch.js";
import { SwitchEvents } from "../replay/switch-events.js";

const user = (id: string, name: string, context: string): User => ({
  id,
  name,
  context,
  password: `${name}pw`,
  conpin: "2357",
  email: `${name}@example.com`,
  polymac: "none",
});

export const CONFIGURATION: Configuration = {
  users: [
    user("20001", "alice", "team"),
    user("21000", "bob", "friends"),
    user("22000", "carol", "public"),
    { ...user("22001", "Zoë %:& co", "public"), password: "p:w%+ &ü" },
  ],
  conferences: [
    { num: "30000", name: "team_room", type: "16kHz-novideo", context: "team" },
    { num: "31000", name: "friends_room", type: "16kHz-novideo", context: "friends" },
    { num: "32000", name: "public_room", type: "16kHz-novideo", context: "public" },
    { num: "40000", name: "out of range", type: "16kHz-novideo", context: "" },
  ],
  conferenceTypes: ["16kHz-novideo"],
  globals: {},
  domain: "127.0.0.1",
};

type ChangeListener = Parameters<FeedDependencies["xmlState"]["on"]>[1];

/** The configuration as the feed sees it; the test changes it. */
export class FakeXmlState {
  current = snapshot(CONFIGURATION, { version: 1, loadedAt: 0 });
  readonly #listeners = new Set<ChangeListener>();

  on(_event: "changed", listener: ChangeListener): void {
    this.#listeners.add(listener);
  }

  off(_event: "changed", listener: ChangeListener): void {
    this.#listeners.delete(listener);
  }

  change(configuration: Partial<Configuration>): void {
    const { version } = this.current;
    this.current = snapshot(
      { ...CONFIGURATION, ...configuration },
      { version: version + 1, loadedAt: 0 },
    );
    for (const listener of this.#listeners) listener(this.current);
  }
}

/** A connected client that keeps every frame. */
export class TestClient {
  readonly frames: string[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<{ code: number; reason: string }>;
  #wake: (() => void)[] = [];

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on("message", (data) => {
      this.frames.push(String(data));
      for (const wake of this.#wake.splice(0)) wake();
    });
    this.socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => {
        resolve({ code, reason: reason.toString() });
        for (const wake of this.#wake.splice(0)) wake();
      });
    });
  }

  get messages(): Record<string, unknown>[] {
    return this.frames.map((frame) => JSON.parse(frame));
  }

  get events(): unknown[] {
    return this.messages.map(({ event }) => event);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** Resolves once this many frames have come. */
  async received(count: number): Promise<void> {
    while (this.frames.length < count) {
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error("closed meanwhile");
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  /** Everything up to now has come: an answer comes behind all that was published before. */
  async settled(): Promise<void> {
    this.send({ req: "settled?" });
    const answer = () => this.frames.findIndex((frame) => frame.includes("wrong protocol"));
    while (answer() < 0) await new Promise<void>((resolve) => this.#wake.push(resolve));
    this.frames.splice(answer(), 1);
  }

  /** Nothing more has come than these many frames; an answer comes behind all that was published before. */
  async quietAfter(count: number): Promise<void> {
    this.send({ req: "initreg" });
    const answer = () =>
      this.frames.findIndex(
        (frame, index) => index >= count && frame.includes('"reply":"initreg"'),
      );
    while (answer() < 0) await new Promise<void>((resolve) => this.#wake.push(resolve));
    this.frames.splice(answer(), 1);
  }

  forget(): void {
    this.frames.length = 0;
  }
}

export type Sent = {
  readonly conference: string;
  readonly call: string;
  readonly argument?: string;
};

/** A whole feed on a port of its own; the switch is the test. */
export async function startFeed(options: Partial<FeedDependencies> = {}) {
  const source = new RecordedSwitch();
  const events = new SwitchEvents();
  const live = createLiveState(source, { resyncMs: 0, mismatchMs: 3_600_000 });
  const xmlState = new FakeXmlState();
  const sent: Sent[] = [];
  const failure: { error: Error | undefined } = { error: undefined };
  const control = createConferenceControl({
    switch: { conference: (name) => commandsTo(name, sent, failure) },
    state: () => live.current,
    recordingsDir: () => "/rec",
    typeOf: (conference: LiveConference) => conference.profile,
    now: () => 0,
  });
  const app = fastify({ forceCloseConnections: true });
  const feed = await registerFeedV1(app, {
    live,
    xmlState,
    control,
    contexts: DEFAULT_CONTEXTS,
    accounts: { login: async (name, password) => loginTo(xmlState, name, password) },
    ...options,
  });
  await source.up(live);
  await app.listen({ host: "127.0.0.1", port: 0 });
  const address = app.server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const base = `ws://127.0.0.1:${port}/api/live`;
  const clients: TestClient[] = [];
  const open = (query: string) => {
    const client = new TestClient(`${base}${query}`);
    clients.push(client);
    return client;
  };
  return {
    source,
    events,
    live,
    xmlState,
    feed,
    sent,
    failure,
    port,
    open,
    async connect(name: string, password = `${name}pw`): Promise<TestClient> {
      const login = `${encodeURIComponent(name)}:${encodeURIComponent(password)}`;
      const client = open(`?login=${login}`);
      await once(client.socket, "open");
      return client;
    },
    async stop(): Promise<void> {
      for (const client of clients) client.socket.terminate();
      live.close();
      await app.close();
    },
  };
}

function loginTo(xmlState: FakeXmlState, name: string, password: string) {
  const found = xmlState.current.usersByName(name).find((each) => each.password === password);
  const role = DEFAULT_CONTEXTS.find((rule) => rule.name === found?.context)?.role;
  return found && role ? { user: found, role } : undefined;
}

function commandsTo(
  conference: string,
  sent: Sent[],
  failure: { error: Error | undefined },
): ConferenceCommands {
  return new Proxy({} as ConferenceCommands, {
    get: (_target, call) => async (argument?: string) => {
      sent.push({
        conference,
        call: String(call),
        ...(argument === undefined ? {} : { argument }),
      });
      if (failure.error) throw failure.error;
    },
  });
}
