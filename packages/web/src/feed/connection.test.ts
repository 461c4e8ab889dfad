import type { ServerMessageV2 } from "@parley/protocol/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { NoAnswerError } from "./answers.js";
import { FeedConnection } from "./connection.js";

const sockets: FakeSocket[] = [];

class FakeSocket {
  static readonly OPEN = 1;
  readyState = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  readonly sent: Record<string, unknown>[] = [];

  constructor(readonly url: string) {
    sockets.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(): void {
    this.readyState = 3;
  }
  /** As the network and the server do. */
  opened(): this {
    this.readyState = 1;
    this.onopen?.();
    return this;
  }
  says(message: ServerMessageV2): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
  lost(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

const WELCOME = { type: "welcome", epoch: "e", seq: 4, resumed: true } as const;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.spyOn(Math, "random").mockReturnValue(1);
  sockets.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function connect(resume?: { epoch: string; seq: number }) {
  const seen = { messages: [] as string[], states: [] as string[], signedOut: 0 };
  const connection = new FeedConnection({
    url: "ws://server.test/feed",
    onMessage: ({ type }) => seen.messages.push(type),
    onState: (state) => seen.states.push(state),
    resume: () => resume,
    onSignedOut: () => {
      seen.signedOut += 1;
    },
  });
  return { connection, seen };
}

const last = (): FakeSocket => sockets.at(-1) as FakeSocket;

test("the first message greets, and says where to go on when something is known", () => {
  connect().connection.close();
  connect({ epoch: "e", seq: 4 });
  for (const socket of sockets) socket.opened();
  // The first was closed before it was open: it says nothing at all.
  expect(sockets.map(({ sent }) => sent)).toEqual([
    [],
    [{ type: "hello", resume: { epoch: "e", seq: 4 } }],
  ]);
});

test("a lost connection is made again after 0.3 s, then twice as long, up to 5 s", () => {
  const { seen } = connect();
  const delays: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const before = Date.now();
    last().lost();
    vi.advanceTimersToNextTimer();
    delays.push(Date.now() - before);
  }
  expect(delays).toEqual([300, 600, 1200, 2400, 4800, 5000]);
  expect(sockets).toHaveLength(7);
  expect(seen.states[0]).toBe("connecting");
  expect(new Set(seen.states.slice(1))).toEqual(new Set(["waiting"]));
});

test("a greeting, not an open socket, ends the backing off", () => {
  connect();
  for (let round = 0; round < 3; round += 1) {
    last().opened().lost();
    vi.advanceTimersToNextTimer();
  }
  last().opened().says(WELCOME);
  last().lost();
  const before = sockets.length;
  vi.advanceTimersByTime(300);
  expect(sockets).toHaveLength(before + 1);
});

test("silence after a ping is a loss, any message is life", () => {
  connect();
  const socket = last().opened();
  socket.says(WELCOME);
  vi.advanceTimersByTime(14_000);
  socket.says({ type: "pong", id: "p", at: "2026-01-01T00:00:00.000Z" });
  vi.advanceTimersByTime(14_999);
  expect(socket.sent).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(socket.sent.at(-1)).toEqual({ type: "ping", id: "p" });
  vi.advanceTimersByTime(5300);
  expect(socket.readyState).toBe(3);
  expect(sockets).toHaveLength(2);
});

test("a handshake that never ends is given up", () => {
  connect();
  vi.advanceTimersByTime(10_300);
  expect(sockets).toHaveLength(2);
});

test("what a socket says or does that was let go of is not heard", () => {
  const { connection, seen } = connect();
  const first = last().opened();
  connection.resync();
  vi.advanceTimersByTime(300);
  first.says(WELCOME);
  first.lost();
  vi.advanceTimersByTime(20);
  expect(seen.messages).toEqual([]);
  expect(sockets).toHaveLength(2);
});

test("a session that was taken away is told", () => {
  const { seen } = connect();
  for (const code of [4401, 1008, 1001]) {
    last().opened().lost(code);
    vi.advanceTimersToNextTimer();
  }
  expect(seen.signedOut).toBe(2);
});

test("each command gets its own answer, in whatever order they come", async () => {
  const { connection } = connect();
  const socket = last().opened();
  const mute = connection.command("c", { command: "mute" }, "7");
  const lock = connection.command("c", { command: "lock" });
  const [first, second] = socket.sent.slice(1) as [{ id: string }, { id: string }];
  expect(first).toMatchObject({ type: "command", conference: "c", member: "7" });
  expect(second).not.toHaveProperty("member");
  socket.says({ type: "answer", id: second.id, ok: true });
  socket.says({ type: "answer", id: first.id, ok: false, code: "refused", detail: "on hold" });
  expect(await lock).toMatchObject({ ok: true });
  expect(await mute).toMatchObject({ ok: false, detail: "on hold" });
});

test("a command fails when the connection is lost, when no answer comes, and when there is nothing to send it over", async () => {
  const { connection } = connect();
  const failure = (asked: Promise<unknown>) => asked.catch((error: unknown) => error);
  const early = failure(connection.say("c", "hi"));
  const socket = last().opened();
  socket.says(WELCOME);
  const unanswered = failure(connection.say("c", "hi"));
  vi.advanceTimersByTime(10_000);
  const lost = failure(connection.say("c", "hi"));
  socket.lost();
  const errors = await Promise.all([early, unanswered, lost]);
  for (const error of errors) expect(error).toBeInstanceOf(NoAnswerError);
  expect(errors.map((error) => (error as NoAnswerError).sent)).toEqual([false, true, true]);
});

test("closing ends it for good and leaves no timer", () => {
  const { connection } = connect();
  last().opened().says(WELCOME);
  void connection.say("c", "hi").catch(() => undefined);
  connection.close();
  last().lost();
  expect(vi.getTimerCount()).toBe(0);
  expect(sockets).toHaveLength(1);
});

test("a network that comes back ends the waiting at once", () => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  vi.stubGlobal("removeEventListener", target.removeEventListener.bind(target));
  const { connection } = connect();
  last().lost();
  target.dispatchEvent(new Event("online"));
  expect(sockets).toHaveLength(2);
  const socket = last().opened();
  target.dispatchEvent(new Event("online"));
  expect(socket.sent.at(-1)).toMatchObject({ type: "ping" });
  connection.close();
  target.dispatchEvent(new Event("online"));
  expect(sockets).toHaveLength(2);
});
