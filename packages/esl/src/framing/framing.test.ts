import fc from "fast-check";
import { expect, test } from "vitest";
import { CAPTURES, switchStreams } from "../../test/captured.js";
import { allowance, amount, inWords } from "../../test/endurance.js";
import { slowFrames } from "../../test/slow-decoder.js";
import { decodeEvent } from "../decoding/decode-event.js";
import { ProtocolError } from "../errors.js";
import { CommandDecoder } from "../switch/command-decoder.js";
import { encodeEvent } from "../switch/encode-event.js";
import type { Frame } from "./frame.js";
import { FrameDecoder } from "./frame-decoder.js";

function drain(decoder: { next(): Frame | undefined }): Frame[] {
  const frames: Frame[] = [];
  for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) frames.push(frame);
  return frames;
}

function codeOf(input: string, limits = {}): string | undefined {
  const decoder = new FrameDecoder(limits);
  decoder.push(Buffer.from(input));
  try {
    drain(decoder);
    return undefined;
  } catch (error) {
    expect(() => decoder.next()).toThrow(error as Error);
    return (error as ProtocolError).code;
  }
}

test.each([
  ["Content-Length: -1\nContent-Type: text/event-plain\n\n", "LENGTH_NEGATIVE"],
  ["Content-Length: 1e3\nContent-Type: text/event-plain\n\n", "LENGTH_NOT_A_NUMBER"],
  ["Content-Length: 0x10\nContent-Type: text/event-plain\n\n", "LENGTH_NOT_A_NUMBER"],
  ["Content-Length: \nContent-Type: text/event-plain\n\n", "LENGTH_NOT_A_NUMBER"],
  ["Content-Length: 16777217\nContent-Type: text/event-plain\n\n", "BODY_TOO_LARGE"],
  ["Content-Length: 999999999999999999999999\nContent-Type: api/response\n\n", "BODY_TOO_LARGE"],
  ["Content-Type: text/event-json\n\n", "LENGTH_MISSING"],
  ["Content-Type: api/response\n\n", "LENGTH_MISSING"],
  ["Content-Type: log/data\nLog-Level: 7\n\n", "LENGTH_MISSING"],
])("%j is refused with a stable code, again and again", (input, code) => {
  expect(codeOf(input)).toBe(code);
});

test("a header block without end is refused at its limit, also in small chunks", () => {
  expect(codeOf("x".repeat(1001), { maxHeaderBytes: 1000 })).toBe("HEADER_TOO_LARGE");
  const decoder = new FrameDecoder({ maxHeaderBytes: 1000 });
  const feed = () => {
    for (let count = 0; count < 2000; count++) {
      decoder.push(Buffer.from("x"));
      decoder.next();
    }
  };
  expect(feed).toThrow(expect.objectContaining({ code: "HEADER_TOO_LARGE" }));
});

test("row 12: a length counts bytes, not characters, and a body may hold empty lines", () => {
  const body = "ö✓🎧\n\nContent-Type: x\n\n";
  const decoder = new FrameDecoder();
  decoder.push(
    Buffer.from(
      `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}Content-Type: auth/request\n\n`,
    ),
  );
  expect(drain(decoder).map((frame) => [frame.contentType, frame.body.toString()])).toEqual([
    ["api/response", body],
    ["auth/request", ""],
  ]);
});

test("headers come in any order and any case, and only the first colon parts name from value", () => {
  const decoder = new FrameDecoder();
  decoder.push(
    Buffer.from(
      "CONTENT-LENGTH: 2\nX: a: b: c%20\nno colon here\ncontent-type: text/event-plain\n\n\n\n",
    ),
  );
  const frame = decoder.next()!;
  expect(frame.contentType).toBe("text/event-plain");
  expect(frame.headers.get("x")).toBe("a: b: c%20");
  expect(frame.headers.size).toBe(3);
  expect(frame.body.toString()).toBe("\n\n");
});

test("row 14: 100,000 small frames in one chunk neither overflow the stack nor take long", () => {
  const decoder = new FrameDecoder();
  decoder.push(Buffer.from("Content-Type: command/reply\nReply-Text: +OK\n\n".repeat(100_000)));
  expect(drain(decoder).length).toBe(100_000);
});

test("row 15: a large event in small chunks costs time in proportion to its size", () => {
  const cost = (size: number) => {
    const bytes = encodeEvent([["Event-Name", "X"]], "x".repeat(size), "plain");
    const start = process.cpuUsage();
    const decoder = new FrameDecoder();
    let frames = 0;
    for (let at = 0; at < bytes.length; at += 1460) {
      decoder.push(bytes.subarray(at, at + 1460));
      while (decoder.next() !== undefined) frames++;
    }
    expect(frames).toBe(1);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  cost(1024 * 1024);
  // Concatenating per chunk costs 3.6 s for 4 MB; this is four times that size and leaves room for a busy machine.
  expect(cost(15 * 1024 * 1024)).toBeLessThan(1000);
});

test("a header block of many lines without colons costs no scan per line", () => {
  const decoder = new FrameDecoder();
  decoder.push(Buffer.from(`${"a\n".repeat(400_000)}x: y\n\n`));
  const [frame] = drain(decoder);
  const start = process.cpuUsage().user;
  expect(frame?.headers.size).toBe(1);
  expect(process.cpuUsage().user - start).toBeLessThan(1_000_000);
});

function mutate(bytes: Buffer, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const at = Math.floor(random() * copy.length);
  const kind = Math.floor(random() * 5);
  if (kind === 0) copy[at] = Math.floor(random() * 256);
  else if (kind === 1)
    return Buffer.concat([copy.subarray(0, at), copy.subarray(at + 1 + Math.floor(random() * 20))]);
  else if (kind === 2)
    return Buffer.concat([copy.subarray(0, at), Buffer.from("\n\n"), copy.subarray(at)]);
  else if (kind === 3) return copy.subarray(0, at);
  else copy.copyWithin(at, Math.floor(random() * copy.length), Math.floor(random() * copy.length));
  return copy;
}

const FRAMES = amount("PARLEY_TEST_FRAMES", 20_000);
const MUTATED = `${inWords(FRAMES)} mutated frames give events or a ProtocolError, and are cut where a plain decoder cuts them`;
test(MUTATED, { timeout: allowance(FRAMES, 1) }, () => {
  const frames = CAPTURES.flatMap((name) => switchStreams(name)).flatMap((stream) => {
    const decoder = new FrameDecoder();
    decoder.push(stream);
    return drain(decoder).map((frame) => Buffer.concat([frame.block, frame.body]));
  });
  const short = frames.filter((frame) => frame.length < 3000);
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  let events = 0;
  let refused = 0;
  for (let count = 0; count < FRAMES; count++) {
    // An intact frame follows: what is cut wrongly takes from it, or leaves it something.
    const follower = short[Math.floor(random() * short.length)]!;
    const bytes = Buffer.concat([mutate(short[count % short.length]!, random), follower]);
    const decoder = new FrameDecoder();
    const expected = slowFrames(bytes).values();
    let broken = false;
    try {
      const cut = Math.floor(random() * bytes.length);
      for (const part of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
        decoder.push(part);
        for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) {
          sameCut(frame, expected.next().value);
          events += look(frame);
        }
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      broken = true;
      refused++;
    }
    if (!broken) sameCut(undefined, expected.next().value);
  }
  expect(events).toBeGreaterThan(FRAMES / 20);
  expect(refused).toBeGreaterThan(FRAMES / 2000);
});

function sameCut(frame: Frame | undefined, slow: { head: string; body: string } | undefined): void {
  const found = frame && `${frame.block.toString("latin1")}${frame.body.toString("latin1")}`;
  const expected = slow && `${slow.head}\n\n${slow.body}`;
  if (found !== expected) expect(found).toBe(expected);
}

/** Plain comparisons: a matcher call for each of a million headers would be most of the test's time. */
function look(frame: Frame): number {
  if ([...frame.headers.entries()].length !== frame.headers.size) throw new Error("outer headers");
  if (!frame.contentType.startsWith("text/event-")) return 0;
  const event = decodeEvent(frame);
  for (const [name] of event.headers.entries()) {
    if (typeof event.get(name) !== "string") throw new Error(`listed, but not found: ${name}`);
  }
  if (event.body !== undefined && typeof event.body !== "string") throw new Error("body");
  if (!Array.isArray(event.undecodable)) throw new Error("undecodable");
  return 1;
}

function commands(chunks: readonly string[]) {
  const decoder = new CommandDecoder();
  const found: [string, [string, string][], string | undefined][] = [];
  for (const chunk of chunks) {
    decoder.push(Buffer.from(chunk));
    for (let command = decoder.next(); command !== undefined; command = decoder.next()) {
      found.push([
        command.line,
        [...command.headers.entries()] as [string, string][],
        command.body?.toString(),
      ]);
    }
  }
  return found;
}

test("commands are read as the switch reads them: CRLF, padding lines, bodies, lines without colon", () => {
  const input =
    "\r\n\nauth ClueCon\r\n\r\nsendevent CUSTOM\r\nEvent-Subclass:   a::b\r\nnonsense\r\ncontent-length: 6\r\n\r\nGr\u00fc\n\nexit\n\nextra: 1\ncut\r here: 2\n\n";
  const expected = [
    ["auth ClueCon", [], undefined],
    [
      "sendevent CUSTOM",
      [
        ["Event-Subclass", "a::b"],
        ["content-length", "6"],
      ],
      "Gr\u00fc\n\n",
    ],
    ["exit", [], undefined],
    ["extra: 1", [], undefined],
  ];
  expect(commands([input])).toEqual(expected);
  expect(commands([...input])).toEqual(expected);
});

test("commands come out the same however their bytes are cut", () => {
  const input =
    "api status\n\nsendmsg x\na: 1\nContent-Length: 3\n\nabc\n\nbgapi y\nJob-UUID: 1\n\n";
  const expected = commands([input]);
  expect(expected).toHaveLength(3);
  fc.assert(
    fc.property(fc.array(fc.nat(input.length), { maxLength: 6 }), (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), input.length];
      expect(
        commands(places.slice(1).map((end, index) => input.slice(places[index], end))),
      ).toEqual(expected);
    }),
  );
});
