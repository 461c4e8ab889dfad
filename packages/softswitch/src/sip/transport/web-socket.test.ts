import { once } from "node:events";
import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { DEFAULT_LIMITS } from "./flow.js";
import { listenWebSocket } from "./web-socket.js";

const PING_MS = 50;

test("a phone that answers no ping is given up, one that does stays", async () => {
  const gone: number[] = [];
  const limits = { ...DEFAULT_LIMITS, pingMs: PING_MS };
  const listener = await listenWebSocket(
    { host: "127.0.0.1", port: 0, limits },
    { message: () => {}, gone: ({ peer }) => gone.push(peer.port), log: () => {} },
  );
  const url = `ws://127.0.0.1:${listener.address.port}`;
  const answers = new WebSocket(url, "sip");
  const silent = new WebSocket(url, "sip", { autoPong: false });
  try {
    await Promise.all([once(answers, "open"), once(silent, "open"), once(silent, "close")]);
    await once(answers, "ping");
    await once(answers, "ping");
    expect(gone).toHaveLength(1);
    expect(listener.connections).toBe(1);
  } finally {
    await listener.close();
  }
});
