import fc from "fast-check";
import { expect, test } from "vitest";
import { ready } from "../test/ready.js";
import { variableList } from "./arguments/literal.js";
import { assertSafe } from "./commands/safe.js";
import { EslClient, InvalidArgumentError, quoteArgument, type SubscriptionInput } from "./index.js";
import type { Command } from "./switch/index.js";

const evil = fc.constantFrom(
  "\n",
  "\r",
  "\r\n",
  "\n\n",
  "\0",
  "\t",
  "\x7f",
  "\u0085",
  "\n\napi system id",
  "\nX-Evil: 1",
  "a: b",
  ":",
  " ",
  "",
);
const word = fc.constantFrom(
  "status",
  "show",
  "channels",
  "ä",
  "x-y",
  "api",
  "Content-Length",
  "a::b",
  "+",
  "-",
  "^^:",
  "'",
  "\\",
);
const hostile = fc
  .array(fc.oneof(evil, word, fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 5 })
  .map((parts) => parts.join(""));
const headers = fc.dictionary(hostile, hostile, { maxKeys: 3, noNullPrototype: true });
const body = fc.option(hostile, { nil: undefined });
const subscription: fc.Arbitrary<SubscriptionInput> = fc.record({
  events: fc.array(fc.oneof(fc.constantFrom("API", "ALL", "HEARTBEAT"), hostile), { maxLength: 2 }),
  subclasses: fc.array(hostile, { maxLength: 2 }),
  filters: fc.array(fc.record({ header: hostile, value: hostile }), { maxLength: 2 }),
});

type Call = (client: EslClient) => Promise<unknown>;
/** A call, and the words one of which each command it makes starts with. */
const call: fc.Arbitrary<{ run: Call; words: readonly string[] }> = fc.oneof(
  fc
    .tuple(hostile, hostile)
    .map(([a, b]) => ({ run: ((client) => client.api(a, b)) as Call, words: ["api"] })),
  fc.tuple(hostile, hostile).map(([a, b]) => ({
    run: ((client) => client.bgapi(a, b)) as Call,
    words: ["bgapi", "event", "filter"],
  })),
  fc.tuple(hostile, headers, body).map(([a, b, c]) => ({
    run: ((client) =>
      client.send(`resume${a}`, { headers: b, ...(c === undefined ? {} : { body: c }) })) as Call,
    words: ["resume"],
  })),
  fc.tuple(hostile, headers, body).map(([a, b, c]) => ({
    run: ((client) => client.sendEvent(a, b, c)) as Call,
    words: ["sendevent"],
  })),
  fc.tuple(hostile, headers, body).map(([a, b, c]) => ({
    run: ((client) => client.sendMessage(a, b, c)) as Call,
    words: ["sendmsg"],
  })),
  subscription.map((wish) => ({
    run: ((client) => client.subscribe(wish)) as Call,
    words: ["event", "filter", "nixevent", "noevents"],
  })),
  hostile.map((level) => ({ run: ((client) => client.log(level)) as Call, words: ["log"] })),
);

test("row 23: no argument of any function makes a second command or header, or is changed on the way", async () => {
  await using t = await ready({
    script: ({ line }, peer) => {
      if (line !== "resume") return false;
      peer.reply("+OK");
      return true;
    },
  });
  let refused = 0;
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(call, async ({ run, words }) => {
      const before = t.scripted.commands.length;
      const error: unknown = await run(t.client).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      await t.client.api("marker");
      const made = t.scripted.commands.slice(before);
      expect(made.pop()?.line).toBe("api marker");
      if (error instanceof InvalidArgumentError) {
        refused++;
        expect(made).toEqual([]);
        return;
      }
      accepted++;
      for (const command of made) expectHarmless(command, words);
      if (words.length === 1) expect(made.length).toBe(1);
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(500);
  expect(accepted).toBeGreaterThan(50);
});

function expectHarmless(
  { line, headers: given, body: content }: Command,
  words: readonly string[],
): void {
  expect(words.some((first) => line === first || line.startsWith(first))).toBe(true);
  for (const [name, value] of given.entries()) {
    expect(name).not.toBe("X-Evil");
    expect(`${name}${value}`).not.toMatch(/[\r\n\0]/);
  }
  if (content !== undefined) expect(given.get("Content-Length")).toBe(String(content.length));
}

test("headers and body of a command arrive exactly as given", async () => {
  await using t = await ready();
  const safe = hostile.filter((value) => {
    try {
      return assertSafe(value, "x") === value && !value.startsWith(" ") && value !== "";
    } catch {
      return false;
    }
  });
  const anyBody = fc
    .string({ unit: "binary", minLength: 1 })
    .filter((value) => !value.includes("\0"));
  await fc.assert(
    fc.asyncProperty(safe, anyBody, async (value, content) => {
      await t.client.sendEvent("CUSTOM", { "X-Value": value }, content);
      const { headers: given, body: received } = t.scripted.commands.at(-1)!;
      expect([...given.entries()]).toEqual([
        ["X-Value", value],
        ["Content-Length", String(Buffer.byteLength(content))],
      ]);
      expect(received?.toString()).toBe(content);
    }),
    { numRuns: 200 },
  );
});

test.each(["a\nb", "a\rb", "a\0b", "a\x1bb", "\x7f", "\u0085", "\ud800"])(
  "%j is refused by name",
  (value) => {
    expect(() => assertSafe(value, "number")).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError", field: "number" }),
    );
  },
);

test.each([
  [{ password: "a\n\napi system id" }, "password"],
  [{ password: "x", user: "a@b\n" }, "user"],
  [{ password: "x", user: "no-domain" }, "user"],
  [{ password: "x", user: "a:b@c" }, "user"],
])("credentials %j are refused before anything is dialled", (options, field) => {
  expect(() => new EslClient(options)).toThrow(expect.objectContaining({ field }));
});

test("the caller cannot set a length of his own", async () => {
  await using t = await ready();
  await expect(t.client.sendEvent("CUSTOM", { "content-length": "9" }, "x")).rejects.toMatchObject({
    field: "content-length",
  });
});

test("data that the switch would take for a reload of the event socket is refused, the real command is not", async () => {
  await using t = await ready();
  const text = "please Reload MOD_EVENT_SOCKET now";
  await expect(t.client.sendEvent("CUSTOM", { "X-Chat": text })).rejects.toBeInstanceOf(
    InvalidArgumentError,
  );
  await expect(t.client.api("echo", text)).rejects.toBeInstanceOf(InvalidArgumentError);
  await t.client.sendEvent("CUSTOM", {}, text);
  expect(await t.client.bgapi("reload", "mod_event_socket")).toBe("+OK\n");
});

/** switch_separate_string, with cleanup_separated_string (switch_utils.c), as plainly as possible. */
function separate(text: string, delimiter = " "): string[] {
  const found: string[] = [];
  let current: string | undefined;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === delimiter && !quoted) {
      if (current !== undefined) found.push(current);
      current = undefined;
    } else if (char === "\\") {
      const next = text[++at] ?? "";
      current = (current ?? "") + ({ n: "\n", r: "\r", t: "\t", s: " " }[next] ?? next);
    } else if (char === "'") {
      quoted = !quoted;
      current ??= "";
    } else current = (current ?? "") + char;
  }
  if (current !== undefined) found.push(current);
  return found;
}

test("a quoted argument is one argument with the same text for the switch", () => {
  const argument = fc.oneof(
    hostile,
    fc.constantFrom("a b", "it's", "C:\\new", "\\'", "^^:a:b", "", " ", "''", "a'b c\\"),
  );
  fc.assert(
    fc.property(argument, argument, (first, second) => {
      fc.pre(![first, second].some((value) => /\p{Cc}|\p{Cs}/u.test(value)));
      expect(separate(`${quoteArgument(first)} ${quoteArgument(second)}`)).toEqual([first, second]);
    }),
  );
  expect(quoteArgument("plain-word")).toBe("plain-word");
  expect(quoteArgument("^^:a:b")).toBe("'^^:a:b'");
});

test("variables in front of a dial string arrive as given behind originate, which splits at blanks first", () => {
  const value = fc
    .oneof(hostile, fc.constantFrom("O'Hara, Zoë", "a b'c d'", "x user/1 &system(id)", "C:\\n"))
    .filter((text) => !/\p{Cc}|\p{Cs}|[{}[\]<>]|^ | $/u.test(text) && text !== "");
  fc.assert(
    fc.property(value, value, (first, second) => {
      const list = variableList({ first, second });
      const [target, ...rest] = separate(`${quoteArgument(`${list}user/1000`)} 30000 XML`);
      expect(rest).toEqual(["30000", "XML"]);
      const [, delimiter, pairs = ""] = /^\{\^\^(.)(.*)\}user\/1000$/u.exec(target ?? "") ?? [];
      expect(separate(pairs, delimiter)).toEqual([`first=${first}`, `second=${second}`]);
    }),
  );
});
