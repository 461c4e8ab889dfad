import fc from "fast-check";
import { beforeAll, expect, test, vi } from "vitest";
import type { EslEvent } from "../events/event.js";

interface Library {
  decodeEvent(frame: { contentType: string; body: Buffer }): EslEvent;
}

let quick: Library;
let careful: Library;
let scanMembers: (bytes: Buffer, start: number, end: number) => unknown;
beforeAll(async () => {
  quick = await import("../codec/index.js");
  ({ scanMembers } = await import("./member-scanner.js"));
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  careful = await import("../codec/index.js");
  vi.unstubAllGlobals();
});

function all(library: Library, body: Buffer) {
  const event = library.decodeEvent({ contentType: "text/event-json", body });
  const { undecodable } = event;
  const entries = event.headers.entries();
  return { entries, body: event.body, undecodable, got: entries.map(([name]) => event.get(name)) };
}

const word = fc.stringMatching(/^[A-Za-z0-9_-]{1,70}$/);
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 100 }),
  word,
  fc.constantFrom(
    "\\",
    '"',
    '\\"',
    '",\n"',
    "[]",
    '["a"]',
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\n",
    "",
    "\ud800",
  ),
);
const members = fc.array(
  fc.tuple(word, fc.oneof({ weight: 5, arbitrary: text }, fc.array(text, { maxLength: 3 }))),
  { maxLength: 70 },
);
const objectText = members.map(
  (list) => `{${list.map((pair) => pair.map((each) => JSON.stringify(each)).join(":")).join(",")}}`,
);

test("the scanner reads every event that the switch may write as the careful reader does", () => {
  fc.assert(
    fc.property(objectText, fc.nat(70), (json, before) => {
      const bytes = Buffer.concat([
        Buffer.alloc(before, '"\\'),
        Buffer.from(json),
        Buffer.from('}"'),
      ]);
      const body = bytes.subarray(before, bytes.length - 2);
      if (!/^\{\}$|:\[\]/.test(json)) expect(scanMembers(body, 0, body.length)).toBeDefined();
      expect(all(quick, body)).toEqual(all(careful, body));
      const parsed = JSON.parse(json) as Record<string, unknown>;
      for (const [name, value] of Object.entries(parsed)) {
        if (typeof value !== "string" || name === "Content-Length" || name === "_body") continue;
        // Half a surrogate pair has no UTF-8 form.
        const last = all(quick, body).entries.findLast(([other]) => other === name)?.[1];
        expect(last).toBe(value);
      }
    }),
    { numRuns: 400 },
  );
});

test("whatever else an event's bytes are, scanner and careful reader say the same", () => {
  const broken = fc.constantFrom(
    '"',
    "\\",
    ",",
    ":",
    "{",
    "}",
    "[",
    "]",
    " ",
    "\n",
    '":"',
    '","',
    "5",
    "\xff",
  );
  fc.assert(
    fc.property(
      objectText,
      fc.array(fc.tuple(fc.nat(), broken, fc.nat(3)), { minLength: 1, maxLength: 4 }),
      (json, changes) => {
        let changed = json;
        for (const [place, piece, cut] of changes) {
          const at = place % (changed.length + 1);
          changed = changed.slice(0, at) + piece + changed.slice(at + cut);
        }
        const body = Buffer.from(changed, "latin1");
        expect(all(quick, body)).toEqual(all(careful, body));
      },
    ),
    { numRuns: 1500 },
  );
});

test("an object of more members than the scanner has room for, or larger than its memory, is read nevertheless", () => {
  const many = Buffer.from(`{${'"n":"v",'.repeat(3000)}"Event-Name":"X"}`);
  const large = Buffer.from(`{"Event-Name":"X","Long":"${"x".repeat(100_000)}","_body":"b"}`);
  for (const body of [many, large]) {
    const event = quick.decodeEvent({ contentType: "text/event-json", body });
    expect(event.name).toBe("X");
    expect(event.undecodable).toEqual([]);
  }
});
