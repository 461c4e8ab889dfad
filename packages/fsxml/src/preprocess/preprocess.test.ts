import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { PreprocessRefusedError, RootUnreadableError } from "../errors.js";
import { parseSwitchXml } from "../tree/index.js";
import { expandVariables } from "./expand-variables.js";
import { preprocess } from "./preprocess.js";
import { PreprocessCache } from "./preprocess-cache.js";
import type { PreprocessOptions, PreprocessResult } from "./types.js";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function tree(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "fsxml-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) write(join(folder, name), text);
  return folder;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function run(
  files: Record<string, string>,
  options: Partial<PreprocessOptions> = {},
): PreprocessResult {
  return preprocess({ root: join(tree(files), "freeswitch.xml"), ...options });
}

/** The output for a root file of these lines. */
function lines(text: string, options: Partial<PreprocessOptions> = {}): string {
  return run({ "freeswitch.xml": text }, options).text;
}

const V = (name: string) => `$$\{${name}}`;
const SET = (data: string) => `<X-PRE-PROCESS cmd="set" data="${data}"/>`;
const INCLUDE = (data: string) => `<X-PRE-PROCESS cmd="include" data="${data}"/>\n`;

test("expands globals set before, once, nested braces included, undefined to nothing", () => {
  const text = `${SET("a=1")}\n${SET(`b=${V("a")}${V("a")}`)}\n[${V("a")}|${V("b")}|${V("none")}|${V("x{y}z")}]\n`;
  expect(lines(text, { variables: { "x{y}z": "nested" } })).toBe("[1|11||nested]\n");
});

test("does not expand values again", () => {
  expect(expandVariables(V("a"), { a: V("b"), b: "no" })).toBe("$%{b}");
});

test("a global loses the brace form of channel variables", () => {
  expect(run({ "freeswitch.xml": `${SET("a=x${y}")}\n` }).variables.get("a")).toBe("x%{y}");
});

test("leaves an unterminated variable and says where", () => {
  const result = run({ "freeswitch.xml": `ok\n<a b="$$\{c"/>\n` });
  expect(result.text).toBe(`ok\n<a b="$$\{c"/>\n`);
  expect(result.diagnostics).toMatchObject([{ code: "unterminated-variable", line: 2 }]);
});

test("a variable behind an unterminated one is still replaced", () => {
  expect(expandVariables(`$$\{open${V("a")}`, { a: "1" })).toBe("$${open1");
});

test("variables are found regardless of case, and an empty value unsets", () => {
  expect(lines(`${SET("Abc=1")}\n${V("aBC")}\n${SET("ABC=")}\n[${V("abc")}]\n`)).toBe("1\n[]\n");
});

test("a command before its set sees nothing", () => {
  expect(lines(`[${V("a")}]\n${SET("a=1")}\n`)).toBe("[]\n");
});

test.each([
  ["a=b", "a", "b"],
  ["a = b ", "a", "b "],
  ["a=b=c", "a", "b=c"],
  ["a=&amp;", "a", "&amp;"],
])("set %j", (data, name, value) => {
  expect(run({ "freeswitch.xml": `${SET(data)}\n` }).variables).toEqual(new Map([[name, value]]));
});

test("drops whole lines with <include>, </include> or <?", () => {
  expect(lines('<?xml version="1.0"?><a/>\n<include><b/>\n<c/>\n<d/></include>\n<Include>\n')).toBe(
    "<c/>\n<Include>\n",
  );
});

test("an include tag behind a variable is not noticed, as in FreeSWITCH", () => {
  expect(lines(`${V("a")}<include>\n`)).toBe("<include>\n");
});

test.each([
  ["in a comment", `<!-- ${SET("a=1")} -->`],
  ["inside a comment of several lines", `<!--\n${SET("a=1")}\n-->`],
  ["in lower case", SET("a=1").toLowerCase()],
  ["with other text around it", `<x>${SET("a=1")}</x>`],
  ["with blanks and another order of quotes", `<X-PRE-PROCESS  cmd = "set"  data = "a=1" />`],
  ["with an end tag of its own", `<X-PRE-PROCESS cmd="set" data="a=1"></X-PRE-PROCESS>`],
])("a command %s runs", (_how, text) => {
  expect(run({ "freeswitch.xml": `${text}\n` }).variables.get("a")).toBe("1");
});

test.each([
  ["renamed", `<X-NO-PRE-PROCESS cmd="set" data="a=1"/>`],
  ["without its bracket", `< ${SET("a=1").slice(1)}`],
  ["with data before cmd", `<X-PRE-PROCESS data="a=1" cmd="set"/>`],
  ["in single quotes", `<X-PRE-PROCESS cmd='set' data='a=1'/>`],
  ["spread over lines", `<X-PRE-PROCESS cmd="set"\n data="a=1"/>`],
  ["that is not the first on its line", `${SET("b=1")}${SET("a=1")}`],
])("a command %s does not run", (_how, text) => {
  expect(run({ "freeswitch.xml": `${text}\n` }).variables.has("a")).toBe(false);
});

test("a line with the bare word is dropped, everything else on a command's line is lost", () => {
  expect(lines(`one\ntwo x-pre-PROCESS\n</X-PRE-PROCESS>\n<k>${SET("a=1")}</k>\nthree\n`)).toBe(
    "one\nthree\n",
  );
});

test("the comment form keeps what stands around it and swallows lines until it is closed", () => {
  expect(lines('a<!--#set "v=1"-->b\n')).toBe("ab\n");
  const result = run({ "freeswitch.xml": 'a<!--#set "v=1"\nlost\nlost --> kept\nnext\n' });
  expect(result.text).toBe("a kept\nnext\n");
  expect(result.variables.get("v")).toBe("1");
});

test("the comment form includes after the rest of its line", () => {
  const files = { "freeswitch.xml": 'a<!--#include "b.xml"-->c\nd\n', "b.xml": "B\n" };
  expect(run(files).text).toBe("ac\nB\nd\n");
});

test("an ordinary comment is copied", () => {
  expect(lines("<!-- a -->\n<!--b\n-->\n")).toBe("<!-- a -->\n<!--b\n-->\n");
});

test("lines may end in CRLF", () => {
  expect(lines(`<include>\r\n${SET("a=1")}\r\n<b c="${V("a")}"/>\r\n</include>\r\n`)).toBe(
    '\n\n<b c="1"/>\r\n\n',
  );
});

test("includes in the order of glob(3), relative to the including file, nested", () => {
  const result = run({
    "freeswitch.xml": `<d>\n${INCLUDE("sub/*.xml")}</d>\n`,
    "sub/b.xml": "b\n",
    "sub/B.xml": "B\n",
    "sub/a.xml": `a\n${INCLUDE("deep/*.xml")}`,
    "sub/a-b.xml": "a-b\n",
    "sub/é.xml": "é\n",
    "sub/.hidden.xml": "hidden\n",
    "sub/c.txt": "c\n",
    "sub/deep/x.xml": "x\n",
  });
  expect(result.text).toBe("<d>\nB\na-b\na\nx\nb\né\n</d>\n");
  expect(result.files).toHaveLength(7);
});

test("** is no more than *", () => {
  const files = { "freeswitch.xml": INCLUDE("**/*.xml"), "a/1.xml": "1\n", "a/b/2.xml": "2\n" };
  expect(run(files).text).toBe("1\n");
});

test("a path may come from a variable", () => {
  const root = tree({ "freeswitch.xml": INCLUDE(`${V("dir")}/a.xml`), "elsewhere/a.xml": "A\n" });
  const variables = { dir: join(root, "elsewhere") };
  expect(preprocess({ root: join(root, "freeswitch.xml"), variables }).text).toBe("A\n");
});

test("what cannot be included is only noted", () => {
  const result = run({
    "freeswitch.xml": `${INCLUDE("none.xml")}${INCLUDE("*.nothing")}${INCLUDE("nowhere/*.xml")}${INCLUDE("folder")}end\n`,
    "folder/x": "",
  });
  expect(result.text).toBe("end\n");
  expect(result.diagnostics.map(({ code, line }) => [code, line])).toEqual([
    ["include-no-match", 1],
    ["include-no-match", 2],
    ["include-failed", 3],
    ["include-unreadable", 4],
  ]);
});

test("a file that includes itself ends at the depth limit", () => {
  const result = run({ "freeswitch.xml": `x\n${INCLUDE("freeswitch.xml")}` });
  expect(result.text).toBe("x\n".repeat(101));
  expect(result.diagnostics).toMatchObject([{ code: "include-too-deep" }]);
});

const DANGEROUS = ["exec", "exec-set", "stun-set"].flatMap((name) => [
  `<X-PRE-PROCESS cmd="${name}" data="a=touch /nowhere/x"/>`,
  `<!--#${name} "a=touch /nowhere/x"-->`,
]);

test.each(DANGEROUS)("%s is noted and never carried out", (text) => {
  const result = run({ "freeswitch.xml": `${text}\nend\n` });
  expect(result.text.trim()).toBe("end");
  expect(result.variables.size).toBe(0);
  expect(result.diagnostics).toMatchObject([{ code: "command-ignored", line: 1 }]);
});

test.each(DANGEROUS)("%s is refused with its place on demand", (text) => {
  const refused = () => run({ "freeswitch.xml": `\n${text}\n` }, { exec: "refuse" });
  expect(refused).toThrow(PreprocessRefusedError);
  expect(refused).toThrowError(expect.objectContaining({ line: 2, data: "a=touch /nowhere/x" }));
});

test("env-set reads only the environment it is given", () => {
  const files = { "freeswitch.xml": '<X-PRE-PROCESS cmd="env-set" data="a=$HOME"/>\n' };
  expect(run(files).variables.size).toBe(0);
  expect(run(files, { environment: { HOME: "/h" } }).variables.get("a")).toBe("/h");
});

test("a missing root has FreeSWITCH's words", () => {
  const missing = () => preprocess({ root: join(tmpdir(), "no-such-folder", "freeswitch.xml") });
  expect(missing).toThrow(RootUnreadableError);
  expect(missing).toThrow("Cannot Open log directory or XML Root!");
});

test("every output line knows its source", () => {
  const root = tree({
    "freeswitch.xml": `<?xml?>\none\n${INCLUDE("b/*.xml")}five\n${V("x")}six\n`,
    "b/1.xml": "<include>\ntwo\nthree\n</include>\n",
    "b/2.xml": "\nfour",
  });
  const result = preprocess({ root: join(root, "freeswitch.xml") });
  const at = (line: number) => {
    const origin = result.lineOrigin(line);
    return [origin.file.slice(root.length + 1), origin.line];
  };
  expect(result.text).toBe("one\ntwo\nthree\n\nfourfive\nsix\n");
  expect([1, 2, 3, 4, 5, 6].map(at)).toEqual([
    ["freeswitch.xml", 2],
    ["b/1.xml", 2],
    ["b/1.xml", 3],
    ["b/2.xml", 1],
    ["b/2.xml", 2],
    ["freeswitch.xml", 5],
  ]);
});

test("a broken file far down the tree is found from the line FreeSWITCH names", () => {
  const user = (id: number) => `<include>\n  <user id="${id}">\n  </user>\n</include>\n`;
  const files: Record<string, string> = {
    "freeswitch.xml": `<document>\n${INCLUDE("users/*.xml")}</document>\n`,
  };
  for (let id = 100; id < 200; id++) files[`users/${id}.xml`] = user(id);
  files["users/150.xml"] = '<include>\n  <user id="150">\n  </extension>\n</include>\n';
  const result = run(files);
  const thrown = captureError(() => parseSwitchXml(result.text));
  expect(thrown.message).toBe("[error near line 103]: unexpected closing tag </extension>");
  expect(result.lineOrigin(103).file).toMatch(/150\.xml$/);
  expect(result.lineOrigin(103).line).toBe(3);
});

function captureError(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}

test("a cache reads again only what has changed", () => {
  const folder = tree({
    "freeswitch.xml": `${INCLUDE("*.inc")}`,
    "a.inc": "a\n",
    "b.inc": "b\n",
  });
  const old = new Date(Date.now() - 60_000);
  for (const name of ["freeswitch.xml", "a.inc", "b.inc"]) utimesSync(join(folder, name), old, old);
  const cache = new PreprocessCache();
  const again = () => preprocess({ root: join(folder, "freeswitch.xml"), cache }).text;
  expect(again()).toBe("a\nb\n");
  const kept = cache.read(join(folder, "a.inc"));
  write(join(folder, "b.inc"), "c\n");
  expect(again()).toBe("a\nc\n");
  expect(cache.read(join(folder, "a.inc"))).toBe(kept);
  rmSync(join(folder, "b.inc"));
  expect(again()).toBe("a\n");
  expect(cache.size).toBe(2);
});

test("a file changed while its time stamp stands still is read again", () => {
  const folder = tree({ "freeswitch.xml": "a\n" });
  const cache = new PreprocessCache();
  const path = join(folder, "freeswitch.xml");
  for (const text of ["b\n", "c\n", "d\n", "e\n"]) {
    write(path, text);
    expect(preprocess({ root: path, cache }).text).toBe(text);
  }
});
