import fc from "fast-check";
import { expect, test } from "vitest";
import { captureReply } from "../../testing/capture-bodies.js";
import { createElement, type XmlElement } from "./element.js";
import { childNamed, locate } from "./find.js";
import { parseSwitchXml } from "./parse-switch-xml.js";
import { serialize } from "./serialize.js";

const SECTION = captureReply("03-config-queries", "api xml_locate directory");
const DOMAIN = captureReply("03-config-queries", "api xml_locate directory domain name 127.0.0.1");

// What a printed tree holds on top of the tree it was printed from: a line feed after every closing tag, two blanks per level before
// every opening tag, and before a closing tag that begins its line.
function unprint(element: XmlElement, level: number): XmlElement {
  const children: XmlElement[] = [];
  let text = "";
  let from = 0;
  for (const child of element.children) {
    let piece = element.text.slice(from, child.offset);
    if (from > 0 || children.length > 0) piece = piece.slice(1);
    text += piece.slice(0, piece.length - 2 * (level + 1));
    from = child.offset ?? 0;
    children.push({ ...unprint(child, level + 1), offset: text.length });
  }
  const tail = element.text.slice(from);
  text += children.length === 0 ? tail : tail.slice(1);
  return { ...element, children, text };
}

test("a section printed again is what the switch printed", () => {
  const original = unprint(parseSwitchXml(SECTION), 0);
  expect(serialize(original)).toBe(SECTION);
});

test("a domain printed alone is what the switch printed for it alone", () => {
  const original = unprint(parseSwitchXml(SECTION), 0);
  const domain = childNamed(original, "domain") ?? createElement("none");
  expect(serialize(domain)).toBe(DOMAIN);
});

test("dialplan and conference.conf are printed as the switch prints them", () => {
  const asked = ["dialplan", "configuration configuration name conference.conf"];
  for (const argument of asked) {
    const printed = captureReply("03-config-queries", `api xml_locate ${argument}`);
    expect(serialize(unprint(parseSwitchXml(printed), 0))).toBe(printed);
  }
});

test("a tree made by hand is indented and ends with a line feed", () => {
  const tree = createElement("a", { b: "1", skipped: undefined }, [createElement("c")]);
  expect(serialize(tree)).toBe('<a b="1">\n  <c></c>\n</a>\n');
});

test("neighbours with nothing between them make the rest of the text appear twice, as in FreeSWITCH", () => {
  expect(serialize(parseSwitchXml("<a>1<b/><c/>2</a>\n"))).toBe(
    "<a>1  <b></b>\n2  <c></c>\n2</a>\n",
  );
});

test("escapes markup, line ends in attributes, and all beyond ASCII", () => {
  const tree = createElement("a", { b: `<&>"'\n\t\rä😀` }, [], `<&>"'\n\t\rä`);
  expect(serialize(tree)).toBe(
    `<a b="&lt;&amp;&gt;&quot;'&#xA;&#x9;&#xD;&#xE4;&#x1F600;">&lt;&amp;&gt;"'\n\t&#xD;&#xE4;</a>\n`,
  );
});

test("text is left alone from <! on", () => {
  expect(serialize(createElement("a", {}, [], "<b><!c>&ä"))).toBe("<a>&lt;b&gt;<!c>&ä</a>\n");
});

test("what is printed reads back with the same elements and attributes", () => {
  const name = fc.constantFrom("user", "param", "x");
  const value = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", ""));
  const attributes = fc.dictionary(name, value);
  const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(name, attributes).map(([tag, values]) => createElement(tag, values)),
      fc
        .tuple(name, attributes, fc.array(tie("tree"), { maxLength: 3 }))
        .map(([tag, values, children]) => createElement(tag, values, children)),
    ),
  }));
  fc.assert(
    fc.property(tree, (element) => {
      expect(strip(parseSwitchXml(serialize(element)))).toEqual(strip(element));
    }),
  );
});

function strip({ name, attributes, children }: XmlElement): unknown {
  return { name, attributes: { ...attributes }, children: children.map(strip) };
}

test("locate finds sections and their direct children regardless of the value's case", () => {
  const root = createElement("document", {}, [parseSwitchXml(SECTION)]);
  expect(locate(root, "directory")?.name).toBe("section");
  expect(locate(root, "directory", "domain", "name", "127.0.0.1")?.name).toBe("domain");
  expect(locate(root, "DIRECTORY")?.name).toBe("section");
  expect(locate(root, "directory", "user", "id", "20000")).toBeUndefined();
  expect(locate(root, "nosuch")).toBeUndefined();
});
