import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCredentials } from "./auth.js";
import { logFrame, replyFrame } from "./frames.js";
import { allowedWords, mayRun, readPermissions } from "./permissions.js";
import { BoundedQueue, Queue } from "./queue.js";
import { parseEventWords } from "./subscription.js";

test("a queue gives back what was put in, in order, whatever the mixture", () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer(), { nil: undefined }), { maxLength: 4000 }),
      (steps) => {
        const queue = new Queue<number>();
        const model: number[] = [];
        for (const step of steps) {
          if (step === undefined) expect(queue.shift()).toBe(model.shift());
          else {
            queue.push(step);
            model.push(step);
          }
          expect(queue.length).toBe(model.length);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test("a full queue drops, forgives a number of losses and no more, and recovers", () => {
  const queue = new BoundedQueue<number>({ maxQueued: 2, maxLost: 2 });
  expect([1, 2, 3, 4].map((item) => queue.offer(item))).toEqual([
    "queued",
    "queued",
    "lost",
    "lost",
  ]);
  queue.shift();
  expect(queue.offer(5)).toBe("recovered");
  expect([6, 7, 8].map((item) => queue.offer(item))).toEqual(["lost", "lost", "overrun"]);
});

test("credentials have two forms and the first separator decides", () => {
  expect(parseCredentials("bob@example.org:p@s:s")).toEqual({
    user: "bob",
    domain: "example.org",
    password: "p@s:s",
  });
  expect(parseCredentials("bob:pass@example.org")).toEqual({
    user: "bob",
    password: "pass",
    domain: "example.org",
  });
  expect(parseCredentials("bob")).toBeUndefined();
});

test("a reply text is cut at 511 bytes and never inside a character", () => {
  const text = replyFrame("ü".repeat(400)).split("\n")[1]?.slice("Reply-Text: ".length) ?? "";
  expect(Buffer.byteLength(text)).toBe(510);
  expect(text).toBe("ü".repeat(255));
});

test("a log line carries level, place and length as FreeSWITCH frames it", () => {
  const frame = logFrame({
    level: "warning",
    text: "hé\n",
    file: "x.c",
    function: "f",
    line: 7,
    userData: "",
  });
  const [head = "", body = ""] = frame.split("\n\n");
  expect(head).toBe(
    `Content-Type: log/data\nContent-Length: ${Buffer.byteLength(body)}\nLog-Level: 4\nText-Channel: 0\nLog-File: x.c\nLog-Func: f\nLog-Line: 7\nUser-Data: `,
  );
  expect(body).toMatch(/^\d{4}-\d\d-\d\d [\d:]{8}\.\d{6} 99\.00% \[WARNING\] x\.c:7 hé\n$/);
});

test("an allowed command must not smuggle in a forbidden one", () => {
  const some = readPermissions({ "esl-allowed-api": "status,bgapi,expand" });
  expect(mayRun(some, "STATUS")).toBe(true);
  expect(mayRun(some, "reloadxml")).toBe(false);
  expect(mayRun(some, "bgapi status")).toBe(true);
  expect(mayRun(some, "bgapi uuid:1 reloadxml")).toBe(false);
  expect(mayRun(some, "expand bgapi reloadxml")).toBe(false);
  expect(mayRun(readPermissions({}), "reloadxml")).toBe(true);
});

test("a forbidden event stops the command but keeps the names before it", () => {
  const some = readPermissions({ "esl-allowed-events": "API CUSTOM a::b" });
  const outcome = allowedWords(some, parseEventWords("json API HEARTBEAT API"));
  expect(outcome).toEqual({
    complete: false,
    words: { format: "json", events: ["API"], subclasses: [] },
  });
  expect(allowedWords(some, parseEventWords("CUSTOM a::b")).complete).toBe(true);
  expect(allowedWords(some, parseEventWords("CUSTOM c::d")).complete).toBe(false);
});
