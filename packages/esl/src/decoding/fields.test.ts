import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { slowLines } from "../../test/slow-lines.js";
import type { EslEvent } from "../events/event.js";
import type { FrameDecoder } from "../framing/frame-decoder.js";

interface Library {
  decodeEvent(frame: { contentType: string; body: Buffer }): EslEvent;
  FrameDecoder: typeof FrameDecoder;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapAfterCollection(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const TYPE = "text/event-plain";
/** Pieces that a scanner may take for each other, bytes that are no UTF-8 among them. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z0-9-]{1,30}$/) },
  { weight: 8, arbitrary: fc.constantFrom(": ", ":", "\n", "\n", " ", "%", "%3A", "%C3%A4", "%0") },
  fc.constantFrom("_undef_", "\xc3\xa4", "\xff", "\x80", "\r", "\0", "%FF", ":  ", "\n:", "a: b\n"),
);
const block = fc
  .array(piece, { maxLength: 60 })
  .map((pieces) => Buffer.from(pieces.join(""), "latin1"));
const line = fc.tuple(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,70}$/),
  fc.stringMatching(/^[A-Za-z0-9%.:@\x80-\xff-]{0,140}$/),
);
const event = fc
  .array(line, { minLength: 1, maxLength: 80 })
  .map((lines) => Buffer.from(lines.map((pair) => `${pair.join(": ")}\n`).join(""), "latin1"));

const SCANNERS = ["with the scanner", "without WebAssembly"] as const;

describe.each(SCANNERS)("headers %s", (kind) => {
  let esl: Library;
  beforeAll(async () => {
    if (kind === "without WebAssembly") vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    esl = await import("../codec/index.js");
    const { scanner } = await import("./scanner.js");
    expect(scanner === undefined).toBe(kind === "without WebAssembly");
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  const decode = (body: Buffer) => esl.decodeEvent({ contentType: TYPE, body });

  function framed(block: Buffer): Buffer {
    return Buffer.concat([
      Buffer.from(`Content-Length: ${block.length}\nContent-Type: ${TYPE}\n\n`),
      block,
    ]);
  }

  function eventsOf(chunk: Buffer): EslEvent[] {
    const decoder = new esl.FrameDecoder();
    decoder.push(chunk);
    const events: EslEvent[] = [];
    for (let frame = decoder.next(); frame; frame = decoder.next())
      events.push(esl.decodeEvent(frame));
    return events;
  }

  function expectLines(event: EslEvent, block: Buffer): void {
    const expected = slowLines(block, true);
    expect(event.headers.entries()).toEqual(expected);
    for (const [name] of expected) expect(event.get(name)).toBe(lastOf(expected, name));
  }

  test("are those of a plain reading, whatever bytes the lines are made of and wherever they lie", () => {
    fc.assert(
      fc.property(fc.oneof(block, event), fc.nat(70), fc.nat(40), (bytes, before, behind) => {
        const around = [Buffer.alloc(before, "a:\n"), bytes, Buffer.alloc(behind, "\n\xff: b")];
        const whole = Buffer.concat(around).subarray(before, before + bytes.length);
        expectLines(decode(whole), bytes);
      }),
      { numRuns: 600 },
    );
  });

  test("are found at every alignment, with and without a line feed at the end", () => {
    const lines =
      "Event-Name: X\nUnique-ID: 1%2F2\nLong-Header-Name-Of-More-Than-32-Bytes: y\nEnd: z";
    for (let before = 0; before < 40; before++) {
      for (const end of ["", "\n", "\n\n", "\n\nEvent-Name: not a header\n\n"]) {
        const bytes = Buffer.from(`${"b".repeat(before)}${lines}${end}`);
        expectLines(decode(bytes.subarray(before)), bytes.subarray(before));
      }
    }
  });

  test("of neighbours in one chunk are kept apart, whoever is asked when", () => {
    fc.assert(
      fc.property(
        fc.array(event, { minLength: 2, maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 30 }),
        (blocks, order) => {
          const events = eventsOf(Buffer.concat(blocks.map(framed)));
          for (const n of order.map((each) => each % blocks.length)) {
            const expected = slowLines(blocks[n]!, true);
            const [name] = expected[expected.length >> 1]!;
            expect(events[n]!.get(name.toUpperCase())).toBe(lastOf(expected, name));
          }
          for (const [n, each] of events.entries()) expectLines(each, blocks[n]!);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("are read right when a listener reads another event between two of them", () => {
    const [one, other] = [
      decode(Buffer.from("A: 1\nB: 2\n\n")),
      decode(Buffer.from("B: 3\nA: 4\n\n")),
    ];
    const seen = [one.get("A"), other.get("A"), one.get("B"), other.get("B"), one.get("A")];
    expect(seen).toEqual(["1", "4", "2", "3", "1"]);
  });

  test("of thousands of events that are held are still there long after", () => {
    const blocks = Array.from({ length: 5000 }, (_, n) =>
      Buffer.from(`Event-Name: HELD\nNumber: ${n}\nOdd: ${n % 2}%3A\n\n`),
    );
    const events = Array.from({ length: 50 }, (_, n) =>
      eventsOf(Buffer.concat(blocks.slice(n * 100, n * 100 + 100).map(framed))),
    ).flat();
    for (let n = 4999; n >= 0; n -= 7) expect(events[n]!.get("Number")).toBe(String(n));
    for (const [n, each] of events.entries()) expect(each.get("odd")).toBe(`${n % 2}:`);
  });

  test("of a block longer than the scanner's memory, or of more lines than it has room for, are all there", () => {
    const long = Buffer.from(`A: ${"x".repeat(70_000)}\nB: ${"y".repeat(70_000)}\nA: 2\n\n`);
    expectLines(decode(long), long);
    const many = Buffer.from(`${"n: v\n".repeat(5000)}A: last\n\nbody`);
    expect(decode(many).headers.size).toBe(5001);
    expect(decode(many).get("a")).toBe("last");
    expect(decode(many).body).toBe("body");
  });

  test.each([65_534, 65_535, 65_536, 65_537, 65_600])(
    "of a block of %i bytes are all there",
    (size) => {
      const end = "Last-Header: 1\n";
      const rest = "x".repeat(size - "A: \n".length - end.length - 1);
      const bytes = Buffer.from(`A: ${rest}\n${end}\n`);
      expect(bytes.length).toBe(size);
      expectLines(decode(bytes), bytes);
      expect(decode(bytes).undecodable).toEqual([]);
      expectLines(decode(bytes.subarray(0, size - 2)), bytes.subarray(0, size - 2));
    },
  );

  test("of an event with a large body are found without a look at the body", () => {
    const bytes = Buffer.concat([
      Buffer.from(`Event-Name: MESSAGE\nContent-Length: ${2 ** 24}\n\n`),
      Buffer.alloc(2 ** 24, "x: y\n"),
    ]);
    const since = process.cpuUsage();
    for (let n = 0; n < 100; n++) expect(decode(bytes).get("Event-Name")).toBe("MESSAGE");
    const { user, system } = process.cpuUsage(since);
    // Once through the body costs ten times this for the hundred of them.
    expect(user + system).toBeLessThan(100_000);
    expect(decode(bytes).body?.length).toBe(2 ** 24);
  });

  test("are found in any case, which only letters have", () => {
    const event = decode(Buffer.from("A@Z[: 1\na`z{: 2\nK\xc9: 3\n\n", "latin1"));
    expect([event.get("a@z["), event.get("A`Z{"), event.get("A@Z{"), event.get("a@z")]).toEqual([
      "1",
      "2",
      undefined,
      undefined,
    ]);
    expect(decode(Buffer.from("X\0: 1\nY: 2\n\n")).get("x\0")).toBe("1");
    expect(decode(Buffer.from("X\0: 1\nY: 2\n\n")).get("x")).toBeUndefined();
  });

  test.each([1, 15, 16, 17, 63, 64, 65, 255, 256, 260, 512])(
    "with a name of %i bytes are told from longer and shorter ones",
    (size) => {
      const name = "Name-".repeat(110).slice(0, size);
      const names = [name, `${name}x`, name.slice(1), name + "y".repeat(256)].filter(
        (each) => each,
      );
      const event = decode(Buffer.from(names.map((each, n) => `${each}: ${n}\n`).join("")));
      for (const [n, each] of names.entries())
        expect(event.get(each.toUpperCase())).toBe(String(n));
      expect(event.get(name + "z".repeat(256))).toBeUndefined();
      expect(event.get(`${name}z`)).toBeUndefined();
    },
  );

  test("are found under the names they have, however many other names were asked for", () => {
    const event = decode(Buffer.from("First: 1\nSecond: 2\n\n"));
    for (let n = 0; n < 2500; n++) {
      expect(event.get(`Other-${n}`)).toBeUndefined();
      if (n % 100 === 0) expect([event.get("FIRST"), event.get("second")]).toEqual(["1", "2"]);
    }
  });

  test("are those of the moment when a caller fills its buffer again", () => {
    const frames = ["ONE", "TWO", "SIX"].map((name) =>
      framed(Buffer.from(`Event-Name: ${name}\nPadding: ${"x".repeat(60)}\n\n`)),
    );
    const buffer = Buffer.alloc(frames[0]!.length);
    const body = buffer.subarray(buffer.length - "Event-Name: ONE\nPadding: \n\n".length - 60);
    const decoder = new esl.FrameDecoder();
    const seen: string[] = [];
    for (const frame of frames) {
      frame.copy(buffer);
      decoder.push(buffer);
      seen.push(esl.decodeEvent(decoder.next()!).name);
    }
    for (const frame of frames) {
      frame.copy(buffer);
      seen.push(decode(body).name);
    }
    expect(seen).toEqual(["ONE", "TWO", "SIX", "ONE", "TWO", "SIX"]);
  });

  test("that a user holds do not hold the event they came with", () => {
    const held: unknown[] = [];
    const before = heapAfterCollection();
    for (let n = 0; n < 2000; n++) {
      const event = decode(
        Buffer.from(`Held: ${`${n}`.padStart(40, "v")}\nRest: ${"x".repeat(20_000)}\n\n`),
      );
      held.push(event.get("Held"), event.headers.entries()[0]);
    }
    // All of the events together are 40 MB.
    expect(heapAfterCollection() - before).toBeLessThan(5_000_000);
    expect(held).toHaveLength(4000);
  });

  test("with equal bytes differ where their formats read them differently", () => {
    const value = "%41_undef_";
    const frame = framed(Buffer.from(`X: ${value}\n\n`));
    const decoder = new esl.FrameDecoder();
    decoder.push(Buffer.concat([Buffer.from(`X: ${value}\nContent-Type: y\n\n`), frame]));
    const outer = decoder.next()!;
    const inner = esl.decodeEvent(decoder.next()!);
    for (let round = 0; round < 2; round++) {
      expect(outer.headers.get("X")).toBe(value);
      expect(inner.get("X")).toBe("A_undef_");
    }
  });

  test("that differ in a NUL at the end, or in what stands behind, are not taken for each other", () => {
    for (const value of ["ab", "ab\0", "ab\0\0", "a", "", "\0", "%", "%4", "%41"]) {
      const body = Buffer.from(`X: ${value}\n\n`);
      expect(decode(body).get("X")).toBe(value === "%41" ? "A" : value);
    }
  });

  test("of many different values are never those of another event, though the memory of values is small", () => {
    for (let round = 0; round < 2; round++) {
      for (let n = 0; n < 20_000; n++) {
        const text = n.toString(36).padStart(1 + (n % 64), "v");
        expect(decode(Buffer.from(`X: ${text}\n\n`)).get("X") === text).toBe(true);
      }
    }
  });

  test("that were decoded with loss are marked each time", () => {
    for (let round = 0; round < 3; round++) {
      const event = decode(Buffer.from("Good: a\nBad: Z%FC\nWorse: \xff\n\n", "latin1"));
      expect(event.undecodable).toEqual(["Bad", "Worse"]);
      expect(event.get("Bad")).toBe("Z\ufffd");
    }
  });
});

function lastOf(pairs: readonly [string, string][], name: string): string | undefined {
  const fold = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return pairs.findLast(([other]) => fold(other) === fold(name))?.[1];
}
