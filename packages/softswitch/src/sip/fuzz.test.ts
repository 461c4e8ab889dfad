import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { closed } from "../../testing/closed.js";
import {
  type RawPhone,
  rawRequest,
  statusOf,
  udpPhone,
  webPhone,
} from "../../testing/raw-phone.js";
import { createSipStack, type SipAddresses, type SipStack } from "./index.js";
import { parseMessage, SipParseError } from "./parse.js";
import { faultOf } from "./validate.js";

let stack: SipStack;
let addresses: SipAddresses;
let phone: RawPhone;
const errors: string[] = [];

beforeAll(async () => {
  const bindings = (["udp", "tcp", "ws"] as const).map((transport) => ({
    transport,
    host: "127.0.0.1",
    port: 0,
  }));
  stack = createSipStack({
    bindings,
    timers: { t1: 1, t2: 4, t4: 5 },
    log: (level, text) => level === "err" && errors.push(text),
  });
  stack.onInvite = (call) => {
    call.ring();
    call.accept("v=0\r\n");
  };
  stack.onRegister = (request) => request.reply(200);
  addresses = await stack.start();
  phone = await udpPhone(addresses.udp?.port ?? 0);
});

afterAll(async () => {
  phone.close();
  await stack.stop(0);
});

const METHODS = [
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "REGISTER",
  "INFO",
  "UPDATE",
  "REFER",
  "FOO",
];

/** A valid request with a few bytes changed, lost, doubled or put in. */
const mutated = fc
  .record({
    method: fc.constantFrom(...METHODS),
    tagged: fc.boolean(),
    cuts: fc.array(
      fc.record({
        at: fc.nat(),
        kind: fc.constantFrom("drop", "double", "replace", "insert"),
        length: fc.integer({ min: 1, max: 30 }),
        bytes: fc.oneof(
          fc.uint8Array({ minLength: 1, maxLength: 8 }),
          fc
            .constantFrom("\r\n", '"', "<", ">", ";", ",", "=", ":", " ", "\0", "\r\n ", "%00", "*")
            .map((text) => Buffer.from(text)),
        ),
      }),
      { maxLength: 6 },
    ),
  })
  .map(({ method, tagged, cuts }) => {
    const to = tagged ? "<sip:30000@127.0.0.1>;tag=x" : "<sip:30000@127.0.0.1>";
    let bytes = Buffer.from(
      rawRequest(method, 9, {
        to,
        body: "v=0\r\n",
        headers: ["Content-Type: application/sdp", "k: timer", "x: 600;refresher=uac"],
      }),
    );
    for (const { at, kind, length, bytes: given } of cuts) {
      const from = at % (bytes.length + 1);
      const end = kind === "insert" ? from : Math.min(from + length, bytes.length);
      const middle =
        kind === "drop"
          ? Buffer.alloc(0)
          : kind === "double"
            ? Buffer.concat([bytes.subarray(from, end), bytes.subarray(from, end)])
            : Buffer.from(given);
      bytes = Buffer.concat([bytes.subarray(0, from), middle, bytes.subarray(end)]);
    }
    return bytes;
  });

const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ unit: "binary", maxLength: 300 }).map((text) => Buffer.from(`INVITE ${text}`)),
);

/** Whether the stack still answers, and has said of nothing that it went wrong. */
async function alive(through: RawPhone): Promise<void> {
  const probe = rawRequest("OPTIONS", through.port);
  const branch = /branch=(\S+)/.exec(probe)?.[1] ?? "";
  through.send(probe);
  for (let got = ""; !got.includes(branch); ) got = await through.take();
  expect(errors).toEqual([]);
}

/** Nothing is left once all timers ran out. */
const empty = (): Promise<void> =>
  vi.waitFor(() => expect(stack.counts).toMatchObject({ transactions: 0, calls: 0 }), 5000);

test("any bytes are a message, a fault or no SIP, and nothing else", () => {
  fc.assert(
    fc.property(fc.oneof(garbage, mutated), (bytes) => {
      try {
        const parsed = parseMessage(bytes);
        if (parsed.kind === "request") faultOf(parsed.message);
      } catch (error) {
        expect(error).toBeInstanceOf(SipParseError);
      }
    }),
    { numRuns: 3000 },
  );
});

test("random and mutated datagrams neither stop the stack nor stay in it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(garbage, mutated), { minLength: 1, maxLength: 20 }),
      async (datagrams) => {
        for (const each of datagrams) phone.send(each);
        await alive(phone);
      },
    ),
    { numRuns: 60 },
  );
  await empty();
});

test("random and mutated web socket frames neither stop the stack nor stay in it", async () => {
  const page = await webPhone(addresses.ws?.port ?? 0);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(garbage, mutated), { minLength: 1, maxLength: 20 }),
      async (frames) => {
        for (const each of frames) page.send(each);
        await alive(page);
      },
    ),
    { numRuns: 60 },
  );
  page.close();
  await empty();
});

test("bytes that are no web socket frames, and streams of anything, only end their connection", async () => {
  await fc.assert(
    fc.asyncProperty(garbage, fc.boolean(), async (bytes, framed) => {
      const socket = connect((framed ? addresses.ws : addresses.tcp)?.port ?? 0, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      await once(socket, "connect");
      if (framed) {
        const upgrade =
          "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n";
        socket.write(`${upgrade}Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`);
      }
      socket.end(bytes);
      await closed(socket);
      await alive(phone);
    }),
    { numRuns: 60 },
  );
  await vi.waitFor(() => expect(stack.counts.connections).toBe(0));
  await empty();
});

test("a socket that goes in the middle of a request leaves nothing", async () => {
  const page = new WebSocket(`ws://127.0.0.1:${addresses.ws?.port}`, "sip");
  await once(page, "open");
  page.send(rawRequest("OPTIONS", 1));
  const [answer] = await once(page, "message");
  expect(statusOf(String(answer))).toBe(200);
  page.terminate();
  await vi.waitFor(() => expect(stack.counts.connections).toBe(0));
  await empty();
});
