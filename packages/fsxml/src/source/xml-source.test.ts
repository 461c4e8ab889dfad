import { expect, test } from "vitest";
import { edited, HAND_WRITTEN, MODCONPIN, open } from "../../testing/hand-written.js";
import { SourceEditError, UnsafeValueError, XmlDepthError, XmlSyntaxError } from "../errors.js";
import { removeUser, setParam } from "./user-edits.js";
import { XmlSource } from "./xml-source.js";

test.each([
  HAND_WRITTEN,
  "",
  "just text & more",
  "<a/>",
  "<a b=c/>".replace("=c", ""),
  "<a  b = '1'\n c=\"2\"\t></a >\n",
  "<a>1</a>\n<b/>tail",
  '<!DOCTYPE a [<!ENTITY x "<y>">]><a/>',
])("parsed and printed, %j is the same", (text) => {
  expect(XmlSource.parse(text).toString()).toBe(text);
});

test.each([
  ["<a>\n</b>", 2],
  ["<a>\n<b>", 2],
  ["\n\n</a>", 3],
  ["<a", 1],
  ['<a b="c>', 1],
  ["<a b=c/>", 1],
  ["<!-- x", 1],
  ["a < b", 1],
])("%j is no source and says where", (text, line) => {
  expect(() => XmlSource.parse(text)).toThrow(XmlSyntaxError);
  expect(() => XmlSource.parse(text)).toThrowError(expect.objectContaining({ line }));
});

test("a command need not be closed, or may be closed by a tag", () => {
  const text =
    '<a>\n<X-PRE-PROCESS cmd="include" data="x">\n<x-pre-process cmd="set" data="b=1"></X-PRE-PROCESS>\n<b/></a>';
  const source = XmlSource.parse(text);
  expect(source.toString()).toBe(text);
  expect(source.root.children[0]?.children.map(({ name }) => name)).toContain("b");
});

test("reads UTF-8 with its byte order mark and refuses other encodings", () => {
  const bytes = Buffer.from("\ufeff<a b='ä'/>");
  expect(Buffer.from(XmlSource.fromBytes(bytes).toString())).toEqual(bytes);
  expect(() => XmlSource.fromBytes(Buffer.from("<a b='ä'/>", "latin1"))).toThrow(SourceEditError);
});

test("nesting has a limit", () => {
  expect(() => XmlSource.parse("<a>".repeat(100_000))).toThrow(XmlDepthError);
});

test("inserted markup is checked, indented and becomes part of the file", () => {
  const { source, user } = open();
  const inserted = source.insertAfter(user, '<user id="2">\n\t<params/>\n</user>');
  setParam(source, inserted, "password", "x");
  expect(source.toString()).toBe(
    HAND_WRITTEN.replace(
      "\t</user>\r\n",
      '\t</user>\r\n\t<user id="2">\r\n\t\t<params>\r\n\t\t\t<param name="password" value="x"/>\r\n\t\t</params>\r\n\t</user>\r\n',
    ),
  );
});

test.each([
  ['<X-PRE-PROCESS cmd="exec" data="x"/>'],
  ["<include/>"],
  [`<a b="${MODCONPIN}"/>`],
  ["<a><!-- X-PRE-PROCESS --></a>"],
  ['<a/><!--#exec "x"-->'],
  ["<a><![CDATA[<?x]]></a>"],
  ["<a>\u0007</a>"],
])("refuses to insert %j", (markup) => {
  const { source, user } = open();
  expect(() => source.insertAfter(user, markup)).toThrow(UnsafeValueError);
  expect(source.toString()).toBe(HAND_WRITTEN);
});

test("refuses markup that is no element or not closed", () => {
  const { source, user } = open();
  expect(() => source.insertChild(user, "text")).toThrow(SourceEditError);
  expect(() => source.insertChild(user, "<a>")).toThrow(XmlSyntaxError);
  expect(() => source.insertChild(user, "<?x?><a/>")).toThrow(SourceEditError);
});

test("inserts before the first element of a file without indentation of its own", () => {
  const source = XmlSource.parse("\ufeff<a/>\n");
  const [first] = source.root.children;
  if (first !== undefined) source.insertBefore(first, "<b/>");
  expect(source.toString()).toBe("\ufeff<b/>\n<a/>\n");
});

test("fills an empty file", () => {
  const source = XmlSource.parse("");
  source.insertChild(source.root, "<a/>");
  expect(source.toString()).toBe("<a/>\n");
  source.insertChild(source.root, "<b/>");
  expect(source.toString()).toBe("<a/>\n<b/>\n");
});

test("nothing is put on a line with <include>, which FreeSWITCH drops", () => {
  const source = XmlSource.parse(`<include><user id="1"/></include>`);
  const [include] = source.root.children;
  if (include !== undefined) source.insertChild(include, `<user id="2"/>`);
  expect(source.toString()).toBe(`<include><user id="1"/>\n<user id="2"/>\n</include>`);
});

test("adds and removes attributes with their blanks", () => {
  const { source, user } = open("<user id='1'\n  a='2'/>");
  source.setAttribute(user, "b", "3");
  expect(source.toString()).toBe(`<user id='1'\n  a='2'\n  b="3"/>`);
  source.removeAttribute(user, "a");
  expect(source.toString()).toBe(`<user id='1'\n  b="3"/>`);
  expect(() => source.setAttribute(user, "x y", "3")).toThrow(SourceEditError);
});

test("gives a value to an attribute that had none", () => {
  expect(edited("<user id='1' a/>", (source, user) => source.setAttribute(user, "a", "2"))).toBe(
    `<user id='1' a="2"/>`,
  );
});

test("replaces text, keeps comments, refuses elements with children", () => {
  const source = XmlSource.parse("<a>\n<b>x<!-- c --><![CDATA[y]]></b></a>");
  const [a] = source.root.children;
  const [b] = a?.children ?? [];
  if (a === undefined || b === undefined) throw new Error("not parsed");
  source.replaceText(b, "xy");
  expect(source.toString()).toBe("<a>\n<b>x<!-- c --><![CDATA[y]]></b></a>");
  source.replaceText(b, "1 < 2");
  expect(source.toString()).toBe("<a>\n<b>1 &lt; 2<!-- c --></b></a>");
  expect(() => source.replaceText(a, "x")).toThrow(SourceEditError);
});

test("an element that was removed or belongs to another file cannot be edited", () => {
  const { source, user } = open();
  const other = open().source;
  expect(() => other.setAttribute(user, "id", "2")).toThrow(SourceEditError);
  removeUser(source, user);
  expect(source.contains(user)).toBe(false);
  expect(() => source.removeElement(user)).toThrow(SourceEditError);
  expect(() => source.removeElement(source.root)).toThrow(SourceEditError);
});
