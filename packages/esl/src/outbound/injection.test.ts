import fc from "fast-check";
import { expect, test } from "vitest";
import { ScriptedCall } from "../../test/scripted-call.js";
import { literal, literalArguments, variableList } from "../arguments/index.js";
import { InvalidArgumentError } from "../index.js";
import type { Command } from "../switch/index.js";
import { type Call, createServer } from "./index.js";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("\n", "\r\n", "\n\napi system id\n\n", "\0", " ", "'", "\\", "${", "}", "%["),
      fc.constantFrom("api", "^^:", "a=b", ",", "~", "file.wav", "ä", "{x=1}", "$${x}"),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

type Act = (call: Call, a: string, b: string) => Promise<unknown>;
const ACTS: readonly Act[] = [
  (call, a, b) => call.execute(`x${a}`, b),
  (call, a) => call.playback(a),
  (call, a, b) => call.playAndGetDigits({ file: a, invalidFile: b, regex: a, terminators: b }),
  (call, a, b) => call.say(a, { module: b, type: a, method: b }),
  (call, a) => call.record(a, { limitSeconds: 3, silenceSeconds: 2 }),
  (call, a, b) => call.bridge(a, { variables: { note: b } }),
  (call, a, b) => call.bridge([a, b], { variables: { [a]: b } }),
  (call, a, b) => call.transfer(a, { dialplan: b, context: a }),
  (call, a, b) => call.setVariable(a, b),
  (call, a, b) => call.setVariables({ known: a, [`x${b}`]: a }),
  (call, a) => call.getVariable(a),
  (call, a, b) => call.api(`x${a}`, b),
  (call, a, b) => call.send(`filter ${a}`, { headers: { "X-Own": b } }),
  (call, a) => call.subscribe(a),
];

test.each(["full", "single-channel"] as const)(
  "with control %s no argument of a call's functions makes a second command or header",
  async (control) => {
    let take: (call: Call) => void = () => {};
    const taken = new Promise<Call>((resolve) => {
      take = resolve;
    });
    const server = createServer((call) => take(call), { watchdog: false });
    await server.listen({ port: 0, host: "127.0.0.1" });
    const peer = await ScriptedCall.dial(server, { control });
    const call = await taken;
    let refused = 0;
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ACTS), hostile, hostile, async (act, a, b) => {
        const before = peer.commands.length;
        const error: unknown = await act(call, a, b).then(
          () => undefined,
          (cause: unknown) => cause,
        );
        await call.send("filter marker x");
        const made = peer.commands.slice(before);
        expect(made.pop()?.line).toBe("filter marker x");
        if (error instanceof InvalidArgumentError) refused++;
        else if (error === undefined) accepted++;
        for (const command of made) expectOne(command);
        expect(made.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 1500 },
    );
    peer.hangUp();
    await server.close();
    expect(refused).toBeGreaterThan(200);
    expect(accepted).toBeGreaterThan(100);
  },
);

const LINES = /^(?:sendmsg$|api (?:x|uuid_setvar |uuid_getvar )|filter |event plain )/;
const HEADERS = ["call-command", "execute-app-name", "execute-app-arg", "Event-UUID", "X-Own"];

function expectOne({ line, headers }: Command): void {
  expect(line).toMatch(LINES);
  for (const [name] of headers.entries()) expect(HEADERS).toContain(name);
}

/** switch_channel_expand_variables with no variable set, as plainly as possible. */
function expand(text: string): string {
  if (!text.includes("${") && !/\\[\\ns']/.test(text)) return text;
  let result = "";
  for (let at = 0; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    if (two === "\\\\") result += text[at++];
    else if (two === "\\$") result += text[++at];
    else if (two === "\\'") at++;
    else if (two === "${") return "EXPANDED";
    else result += text[at];
  }
  return result;
}

test("a literal text is what it was once the switch has expanded it", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      fc.pre(!/\p{Cc}|\p{Cs}/u.test(text) && !/^%.?\[/.test(text));
      expect(expand(literal(text))).toBe(text);
      // The value of `set` is expanded twice.
      expect(expand(expand(literal(literal(text))))).toBe(text);
    }),
  );
  expect(() => literal("%[a=b]file.wav", "file")).toThrow(InvalidArgumentError);
  expect(literalArguments(1, "a b", "${x}")).toBe("1 'a b' \\${x}");
});

test("a variable list is separated by what no value holds, and braces are refused", () => {
  expect(variableList({})).toBe("");
  expect(variableList({ a: "1,2", b: true })).toBe("{^^~a=1,2~b=true}");
  expect(variableList({ a: "x~y;z#" })).toBe("{^^!a=x~y;z#}");
  expect(variableList({ a: "it's" })).toBe("{^^~a=it\\'s}");
  for (const value of ["}", "{", "${x}", "a\nb", "[x]"])
    expect(() => variableList({ a: value })).toThrow(InvalidArgumentError);
  expect(() => variableList({ "a=b,c": "x" })).toThrow(InvalidArgumentError);
  expect(() => variableList({ a: "~;#!+*@:" })).toThrow(InvalidArgumentError);
});
