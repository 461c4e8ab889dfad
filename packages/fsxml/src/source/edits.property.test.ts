import fc from "fast-check";
import { expect, test } from "vitest";
import { checkValue } from "../encode/index.js";
import { readDirectory } from "../readers/index.js";
import { parseSwitchXml, parseXml } from "../tree/index.js";
import {
  findUser,
  findUsers,
  removeParam,
  removeUser,
  removeVariable,
  renameUser,
  setParam,
  setVariable,
} from "./user-edits.js";
import { XmlSource } from "./xml-source.js";

interface Style {
  lineEnd: string;
  indent: string;
  quote: string;
  bom: boolean;
  oneLine: boolean;
}

interface ModelUser {
  id: string;
  params: Map<string, string>;
  variables: Map<string, string>;
}

const NAMES = ["password", "vm-password", "conpin", "user_context"];
const name = fc.constantFrom(...NAMES);
const id = fc.constantFrom("1000", "1001", "1002", "1003");
const value = fc
  .string({ unit: "grapheme", maxLength: 12 })
  .filter((text) => checkValue(text) === undefined);
const values = fc
  .uniqueArray(fc.tuple(name, value), { selector: ([key]) => key, maxLength: 4 })
  .map((pairs) => new Map(pairs));
const style: fc.Arbitrary<Style> = fc.record({
  lineEnd: fc.constantFrom("\n", "\r\n"),
  indent: fc.constantFrom("  ", "\t", "    "),
  quote: fc.constantFrom('"', "'"),
  bom: fc.boolean(),
  oneLine: fc.boolean(),
});
const users: fc.Arbitrary<ModelUser[]> = fc.uniqueArray(
  fc.record({ id, params: values, variables: values }),
  { selector: (user) => user.id, minLength: 1, maxLength: 4 },
);

type Edit =
  | { kind: "set"; tag: "params" | "variables"; user: number; name: string; value: string }
  | { kind: "unset"; tag: "params" | "variables"; user: number; name: string }
  | { kind: "rename"; user: number; id: string }
  | { kind: "remove"; user: number };

const user = fc.nat({ max: 3 });
const tag = fc.constantFrom("params" as const, "variables" as const);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("set" as const), tag, user, name, value }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("unset" as const), tag, user, name }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rename" as const), user, id }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("remove" as const), user }) },
);

/** A hand-written file in the given style, with a comment marked by its number after every line. */
function render(model: readonly ModelUser[], how: Style): string {
  let comments = 0;
  const { lineEnd, indent, quote } = how;
  const line = (level: number, text: string) =>
    how.oneLine ? text : `${indent.repeat(level)}${text} <!-- keep ${comments++} -->${lineEnd}`;
  const asReferences = (text: string) =>
    text.replace(/[&<>'"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const pair = (key: string, text: string) => `${key} = ${quote}${asReferences(text)}${quote}`;
  const block = (container: string, entries: Map<string, string>) =>
    entries.size === 0
      ? line(2, `<${container} />`)
      : line(2, `<${container}>`) +
        [...entries]
          .map(([key, text]) =>
            line(3, `<${container.slice(0, -1)} ${pair("value", text)} ${pair("name", key)}/>`),
          )
          .join("") +
        line(2, `</${container}>`);
  const body = model
    .map(
      (each) =>
        line(1, `<user ${pair("id", each.id)}>`) +
        block("params", each.params) +
        block("variables", each.variables) +
        line(1, "</user>"),
    )
    .join(how.oneLine ? "" : lineEnd);
  return `${how.bom ? "\ufeff" : ""}<include>${lineEnd}${body}${lineEnd}</include>${lineEnd}`;
}

function applyToModel(model: ModelUser[], step: Edit): void {
  const at = step.user % Math.max(model.length, 1);
  const target = model[at];
  if (target === undefined) return;
  if (step.kind === "set") target[step.tag].set(step.name, step.value);
  else if (step.kind === "unset") target[step.tag].delete(step.name);
  else if (step.kind === "remove") model.splice(at, 1);
  else if (!model.some((each) => each.id === step.id)) target.id = step.id;
}

function applyToSource(source: XmlSource, step: Edit): void {
  const all = findUsers(source);
  const target = all[step.user % Math.max(all.length, 1)];
  if (target === undefined) return;
  const isParam = "tag" in step && step.tag === "params";
  if (step.kind === "set") {
    (isParam ? setParam : setVariable)(source, target, step.name, step.value);
  } else if (step.kind === "unset") {
    (isParam ? removeParam : removeVariable)(source, target, step.name);
  } else if (step.kind === "remove") removeUser(source, target);
  else if (findUser(source, step.id) === undefined) renameUser(source, target, step.id);
}

function readBack(text: string): unknown {
  const document = text.replace(/<(\/?)include>/g, "<$1domain>").replace(/^\ufeff/, "");
  const strict = readDirectory(parseXml(document));
  expect(readDirectory(parseSwitchXml(document))).toEqual(strict);
  return strict[0]?.users.map(({ id: userId, own }) => [
    userId,
    { ...own.params },
    { ...own.variables },
  ]);
}

function expected(model: readonly ModelUser[]): unknown {
  return model.map((each) => [
    each.id,
    Object.fromEntries(each.params),
    Object.fromEntries(each.variables),
  ]);
}

test("any sequence of edits leaves the file saying what the model says", () => {
  fc.assert(
    fc.property(users, style, fc.array(edit, { maxLength: 12 }), (model, how, steps) => {
      const source = XmlSource.parse(render(model, how));
      for (const step of steps) {
        applyToSource(source, step);
        applyToModel(model, step);
        const text = source.toString();
        expect(readBack(text)).toEqual(expected(model));
        expect(XmlSource.parse(text).toString()).toBe(text);
      }
    }),
    { numRuns: 300 },
  );
});

test("comments, line ends and the file's frame survive every edit but the removal of their user", () => {
  fc.assert(
    fc.property(users, style, fc.array(edit, { maxLength: 12 }), (model, how, steps) => {
      const text = render(model, { ...how, oneLine: false });
      const source = XmlSource.parse(text);
      for (const step of steps) if (step.kind !== "remove") applyToSource(source, step);
      const after = source.toString();
      const comments = (of: string) => of.match(/<!-- keep \d+ -->/g);
      expect(comments(after)).toEqual(comments(text));
      const foreign = how.lineEnd === "\n" ? /\r/ : /(?<!\r)\n|\r(?!\n)/;
      expect(after).not.toMatch(foreign);
      expect(after.startsWith("\ufeff")).toBe(how.bom);
    }),
  );
});

test("a value that is changed and changed back leaves every byte but its own escapes", () => {
  fc.assert(
    fc.property(users, style, name, value, (model, how, key, text) => {
      const target = model[0];
      if (target === undefined) return;
      target.params.set(key, "plain");
      const before = render(model, how);
      const source = XmlSource.parse(before);
      const element = findUser(source, target.id);
      if (element === undefined) throw new Error("user not found");
      setParam(source, element, key, text);
      setParam(source, element, key, "plain");
      expect(source.toString()).toBe(before);
    }),
  );
});

test("a param that is added and removed again leaves no trace", () => {
  fc.assert(
    fc.property(users, style, value, (model, how, text) => {
      const target = model[0];
      if (target === undefined) return;
      target.params.set("password", "plain");
      const before = render(model, how);
      const source = XmlSource.parse(before);
      const element = findUser(source, target.id);
      if (element === undefined) throw new Error("user not found");
      setParam(source, element, "added", text);
      expect(source.toString()).not.toBe(before);
      expect(removeParam(source, element, "added")).toBe(true);
      expect(source.toString()).toBe(before);
    }),
  );
});

test("setting every value to itself returns the identical text", () => {
  fc.assert(
    fc.property(users, style, (model, how) => {
      const text = render(model, how);
      const source = XmlSource.parse(text);
      for (const each of model) {
        const element = findUser(source, each.id);
        if (element === undefined) throw new Error("user not found");
        for (const [key, current] of each.params) setParam(source, element, key, current);
        for (const [key, current] of each.variables) setVariable(source, element, key, current);
        renameUser(source, element, each.id);
      }
      expect(source.toString()).toBe(text);
    }),
  );
});

test("whatever parses prints the same bytes", () => {
  const piece = fc.constantFrom(
    "<a>",
    "</a>",
    "<b c='1' d=\"2\"/>",
    "<!-- x -->",
    "<![CDATA[<]]>",
    "text &amp; ",
    "\r\n",
    "\t",
    "<?x?>",
    "<a b>",
    "<a\n>",
    "</a >",
    "\ufeff",
    "'",
    '"',
    ">",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      let source: XmlSource;
      try {
        source = XmlSource.parse(text);
      } catch {
        return;
      }
      expect(source.toString()).toBe(text);
    }),
    { numRuns: 2000 },
  );
});
