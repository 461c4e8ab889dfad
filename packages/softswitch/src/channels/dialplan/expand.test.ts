import { expect, test } from "vitest";
import type { SwitchCore, Tree, XmlElement } from "../../core/index.js";
import { expand } from "./expand.js";

const VARIABLES: Readonly<Record<string, string>> = {
  a: "1",
  name: "a",
  word: "letters",
  b: "x ${a} y",
  deep: "${b}",
  idx: "1",
  utf: "grüße",
  esc: "q\\\\r",
  dollar: "5$",
  loop: "${loop}",
  arr: "ARRAY::one|:two|:three",
  destination_number: "t",
};

const find = (name: string): string | undefined => VARIABLES[name.toLowerCase()];

function expanded(text: string, tree: Partial<Tree> = { locate: () => undefined }): string {
  const run = (line: string) => (line.startsWith("eval ") ? line.slice("eval ".length) : undefined);
  const core = { tree, api: { run } } as unknown as SwitchCore;
  return expand(text, { core, getVariable: find });
}

/** What FreeSWITCH 1.10.12 makes of them, each asked of it. */
const ANSWERS = [
  ["plain", "plain"],
  ["x${a}y${a}", "x1y1"],
  ["${${name}}", "1"],
  ["[${nothing}]", "[]"],
  ["${word:1:2} ${word:-3}", "et ers"],
  ["${word:9}", ""],
  ["${word:-9}", "letters"],
  ["${word:2:-1}", "tters"],
  ["${word::2}", "le"],
  ["${utf:2:2}", "ü"],
  ["${word:${a}}", "etters"],
  ["${b}", "x 1 y"],
  ["${deep}", "x 1 y"],
  ["$${a}", "1"],
  ["\\${a}", "${a}"],
  ["\\$${a}", "${a}"],
  ["\\\\${a}", "\\1"],
  ["${a}\\${a}", "1\\1"],
  ["it\\'s", "its"],
  ["it\\'s ${a}", "its 1"],
  ["\\n ${a}", "\\n 1"],
  ["5$ $a $$a $${", "5$ $a $a "],
  ["${open", ""],
  ["${a", "1"],
  ["}${a}", "}1"],
  ["${A} ${Word:0:1}", "1 l"],
  ["${ a} ${a }", " "],
  ["${arr[0]} ${arr[1]} ${arr[9]}", "one two "],
  ["${a[0]}", ""],
  ["${arr[${idx}]}", "two"],
  ["${destination_number}", "t"],
  ["${Destination_Number}", "t"],
  ["${eval(x ${a})}", "x 1"],
  ["${eval x}", "x"],
  ["${eval(a)b}", "a"],
  ["${eval (a(b)c)}", "(a(b)c"],
  ["${nosuchapi(1)}", ""],
  ["${}", ""],
  ["${{a}}", "}"],
  ["${esc}", "q\\r"],
  ["${dollar}${a}", "5$1"],
  ["ü${a}", "ü1"],
] as const;

test.each(ANSWERS)("%j becomes %j", (text, result) => {
  expect(expanded(text)).toBe(result);
});

test("a variable that holds itself comes to an end", () => {
  expect(expanded("${loop}")).toBe("${loop}");
});

test("a command runs only where switch.conf lets it", () => {
  const settings = (value: string): XmlElement => ({
    name: "configuration",
    attributes: {},
    text: "",
    children: [
      {
        name: "settings",
        attributes: {},
        text: "",
        children: [
          { name: "param", attributes: { name: "api-expansion", value }, text: "", children: [] },
        ],
      },
    ],
  });
  const tree = (value: string) => ({ generation: 1, locate: () => settings(value) });
  expect(expanded("${eval(x)}", tree("true"))).toBe("x");
  expect(expanded("${eval(x)} ${a}", tree("false"))).toBe("<API Execute Permission Denied> 1");
});
