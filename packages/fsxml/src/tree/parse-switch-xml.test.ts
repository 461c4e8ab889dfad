import { expect, test } from "vitest";
import { SwitchXmlError, XmlDepthError } from "../errors.js";
import type { XmlElement } from "./element.js";
import { parseSwitchXml } from "./parse-switch-xml.js";

function messageOf(text: string): string {
  try {
    parseSwitchXml(text);
  } catch (error) {
    if (error instanceof SwitchXmlError) return error.message;
    throw error;
  }
  return "Success";
}

test.each([
  ["", "Cannot Open log directory or XML Root!"],
  ["\n\nno tags here\n", "[error near line 3]: root tag missing"],
  ["<a>\n<b>\n</a>\n", "[error near line 3]: unexpected closing tag </a>"],
  // The last character of the file is overwritten before lines are counted.
  ["<a>\n<b/>\n", "[error near line 2]: unclosed tag <a>"],
  ["<a/>\n</b>\n", "[error near line 2]: unexpected closing tag </b>"],
  ["<a/>\n<b/>\n", "[error near line 2]: markup outside of root element"],
  ['<a>\n<b c="d/></a>\n', '[error near line 2]: missing "'],
  ["<a>\n<b c='d/></a>\n", "[error near line 2]: missing '"],
  ["<a>\n<b /c></a>\n", "[error near line 2]: missing >"],
  ["<a>\n<1/></a>\n", "[error near line 2]: unexpected <"],
  ["<a>\n\n< b/></a>\n", "[error near line 3]: unexpected <"],
  ["<a>\n<!-- x </a>\n", "[error near line 2]: unclosed <!--"],
  ["<a>\n<!-- x -- y --></a>\n", "[error near line 2]: unclosed <!--"],
  ["<a>\n<![CDATA[x</a>\n", "[error near line 2]: unclosed <![CDATA["],
  ["<a>\n<?x </a>\n", "[error near line 2]: unclosed <?"],
  ["<!DOCTYPE a \n", "[error near line 1]: unclosed <!DOCTYPE"],
])("%j is answered as FreeSWITCH answers it", (text, message) => {
  expect(messageOf(text)).toBe(message);
});

test("a refusal carries its line and reason", () => {
  expect(() => parseSwitchXml("<a>\n</b>\n")).toThrowError(
    expect.objectContaining({ line: 2, reason: "unexpected closing tag </b>" }),
  );
});

test("a refusal is cut where FreeSWITCH's buffer ends", () => {
  const message = messageOf(`<a></${"ä".repeat(200)}>\n`);
  expect(Buffer.byteLength(message)).toBeLessThanOrEqual(127);
  expect(Buffer.byteLength(message)).toBeGreaterThan(124);
});

test("line feeds that FreeSWITCH overwrites inside tags are not counted", () => {
  expect(messageOf('<a\n b="1\n2">\n</c>\n')).toBe(
    "[error near line 2]: unexpected closing tag </c>",
  );
});

test("the first of duplicate attributes wins and values may stand in either quote", () => {
  const { attributes } = parseSwitchXml(`<a b='1"' b="2" c = "3" d/>\n`);
  expect(attributes).toEqual({ b: '1"', c: "3", d: "" });
});

test("knows the five entities and numeric references, leaves others", () => {
  const root = parseSwitchXml(
    '<a b="&lt;&gt;&quot;&apos;&amp;lt;&#65;&#xE4;&#x1F600;&nbsp;&#0;&x">&amp;&uml;</a>\n',
  );
  expect(root.attributes.b).toBe("<>\"'&lt;Aä😀&nbsp;&#0;&x");
  expect(root.text).toBe("&&uml;");
});

test("a blank in an attribute is a space unless it is written as a reference", () => {
  expect(parseSwitchXml('<a b="1\n2\t3\r\n4&#10;5"/>\n').attributes.b).toBe("1 2 3 4\n5");
});

test("drops comments, keeps CDATA as text, unifies line ends", () => {
  const root = parseSwitchXml("<a>\r\n<!-- <b> -->x<![CDATA[<&amp;>]]>\ry</a>\n");
  expect(root.text).toBe("\nx<&amp;>\ny");
  expect(root.children).toEqual([]);
});

test("text before and after the root element is ignored", () => {
  expect(parseSwitchXml("\ufeffjunk<a/>junk\n").name).toBe("a");
});

test("an entity declaration is skipped with its document type", () => {
  expect(parseSwitchXml('<!DOCTYPE a [<!ENTITY x "]">]>\n<a>&x;</a>\n').text).toBe("&x;");
});

test("attributes named like members of Object are only attributes", () => {
  const { attributes } = parseSwitchXml('<a __proto__="1" constructor="2"/>\n');
  expect(["toString", "hasOwnProperty", "valueOf"].filter((name) => name in attributes)).toEqual(
    [],
  );
  expect(Object.keys(attributes)).toEqual(["__proto__", "constructor"]);
});

test("remembers where in the text of its parent a child stands", () => {
  const root = parseSwitchXml("<a>xy<b/>z<c/></a>\n");
  expect(root.children.map((child: XmlElement) => child.offset)).toEqual([2, 3]);
});

test("a document deeper than any configuration is refused, not recursed into", () => {
  expect(() => parseSwitchXml("<a>".repeat(200_000))).toThrow(XmlDepthError);
});
