import { expect, test } from "vitest";
import { captureBodies } from "../../testing/capture-bodies.js";
import { XmlDepthError, XmlSyntaxError } from "../errors.js";
import { parseSwitchXml } from "./parse-switch-xml.js";
import { MAX_DEPTH, parseXml } from "./parse-xml.js";

test("reads attributes, children and text", () => {
  const root = parseXml("<?xml version='1.0'?>\n<a x='1'>t<b y=\"&lt;\"/><![CDATA[<u>]]></a>\n");
  expect(root.attributes.x).toBe("1");
  expect(root.children.map(({ name }) => name)).toEqual(["b"]);
  expect(root.children[0]?.attributes.y).toBe("<");
  expect(root.text).toBe("t<u>");
});

test.each([
  ["", 1],
  ["<a>", 1],
  ["<a>\n</b>", 2],
  ['<a b="1" b="2"/>', 1],
  ["<a>\n\n&undefined;</a>", 3],
  ["<a>&#0;</a>", 1],
  ["<a/><b/>", 1],
  ["<a>\n<b c=d/></a>", 2],
])("refuses %j and says where", (text, line) => {
  expect(() => parseXml(text)).toThrowError(expect.objectContaining({ line }));
  expect(() => parseXml(text)).toThrow(XmlSyntaxError);
});

test("expands no entity of a document type and fetches nothing", () => {
  const laughs = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
  expect(() => parseXml(laughs)).toThrow(XmlSyntaxError);
});

test("refuses deep nesting with its own error", () => {
  expect(() => parseXml("<a>".repeat(100_000))).toThrow(XmlDepthError);
  const fits = "<a>".repeat(MAX_DEPTH) + "</a>".repeat(MAX_DEPTH);
  expect(parseXml(fits).name).toBe("a");
});

test("attributes have no prototype", () => {
  const { attributes } = parseXml('<a __proto__="1"/>');
  expect(Object.getPrototypeOf(attributes)).toBeNull();
  expect(Object.entries(attributes)).toEqual([["__proto__", "1"]]);
});

test("reads every tree of the recorded session like FreeSWITCH's own parser", () => {
  const trees = captureBodies("03-config-queries").filter(({ command }) =>
    command.startsWith("api xml_locate "),
  );
  const documents = trees.map(({ body }) => body).filter((body) => body.startsWith("<"));
  expect(documents).toHaveLength(4);
  for (const body of documents) expect(parseXml(body)).toEqual(parseSwitchXml(body));
});
