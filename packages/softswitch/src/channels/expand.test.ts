import { expect, test } from "vitest";
import type { SwitchCore } from "../core/index.js";
import { expand } from "./expand.js";

const variables: Readonly<Record<string, string>> = { a: "1", name: "a", word: "letters" };
const core = { api: { run: (line: string) => `<${line}>` } } as unknown as SwitchCore;
const expanded = (text: string): string =>
  expand(text, { core, getVariable: (name) => variables[name] });

test.each([
  ["plain", "plain"],
  ["x${a}y${a}", "x1y1"],
  ["${${name}}", "1"],
  ["[${nothing}]", "[]"],
  ["${word:1:2} ${word:-3}", "et ers"],
  ["${sofia_contact(${a})}", "<sofia_contact 1>"],
  ["\\${a}", "${a}"],
  ["${open", "${open"],
])("%s becomes %s", (text, result) => {
  expect(expanded(text)).toBe(result);
});
