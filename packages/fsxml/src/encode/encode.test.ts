import fc from "fast-check";
import { expect, test } from "vitest";
import { UnsafeValueError } from "../errors.js";
import { parseXml } from "../tree/index.js";
import { checkValue, type UnsafeReason } from "./check.js";
import { encodeAttribute, encodeElement, encodeText } from "./encode.js";

const REFUSED: readonly (readonly [string, UnsafeReason])[] = [
  ["a\nb", "control-character"],
  ["a\rb", "control-character"],
  ["a\tb", "control-character"],
  ["a\0b", "control-character"],
  ["\x1b[31m", "control-character"],
  ["a\x7fb", "control-character"],
  ["a\x85b", "control-character"],
  ["a\u2028b", "line-separator"],
  ["a\u2029b", "line-separator"],
  ["\ud83d", "lone-surrogate"],
  ["\ude00", "lone-surrogate"],
  ["a\ude00\ud83d", "lone-surrogate"],
  ["a\uffffb", "unsupported-character"],
  ["a\ufffeb", "unsupported-character"],
  ["a\u{10ffff}", "unsupported-character"],
  ["$" + "${default_password}", "global-variable"],
  ["a$" + "${b", "global-variable"],
  ["$" + "{hostname}", "channel-variable"],
  ["$\\" + "{hostname}", "channel-variable"],
  ["X-PRE-PROCESS", "preprocessor-tag"],
  ["about x-Pre-process lines", "preprocessor-tag"],
  ["<?xml", "processing-instruction"],
  ["<include>", "include-tag"],
  ["</include>", "include-tag"],
  ["</INCLUDE>", "include-tag"],
  ['<!--#exec "rm"-->', "server-side-include"],
];

test.each(REFUSED)("refuses %j as %s in attributes and in text", (value, reason) => {
  expect(checkValue(value)).toBe(reason);
  for (const encode of [encodeAttribute, encodeText]) {
    const error = catchError(() => encode(value, "name"));
    expect(error).toBeInstanceOf(UnsafeValueError);
    expect(error).toMatchObject({ field: "name", reason, name: "UnsafeValueError" });
  }
});

test("an error does not repeat the value it refuses", () => {
  const error = catchError(() => encodeAttribute(`secret$${"{x}"}`, "password"));
  expect(String(error)).not.toContain("secret");
});

test("escapes markup and both quotes", () => {
  expect(encodeAttribute(`a<b>&"c'`, "name")).toBe("a&lt;b&gt;&amp;&quot;c&apos;");
});

test.each(["Jörg Müller", "O'Neill & Sons", "名前", "😀", "a  b", "$5", "{x}", "$(x)", "a\\b", ""])(
  "lets %j pass",
  (value) => {
    expect(checkValue(value)).toBeUndefined();
  },
);

const GLOBAL = "$" + "${modconpin}";

test("permits a named global variable as the complete value and nowhere else", () => {
  const options = { allowVariables: ["modconpin", "defconpin"] };
  expect(encodeAttribute(GLOBAL, "conpin", options)).toBe(GLOBAL);
  expect(checkValue(`${GLOBAL} `, options)).toBe("global-variable");
  expect(checkValue(`1${GLOBAL}`, options)).toBe("global-variable");
  expect(checkValue(GLOBAL.replace("mod", "x"), options)).toBe("global-variable");
  expect(checkValue(GLOBAL)).toBe("global-variable");
});

test("permits a named channel variable anywhere, but not as part of a global one", () => {
  const options = { allowChannelVariables: ["conf_flags"] };
  const variable = "$" + "{conf_flags}";
  expect(checkValue(`a@b++flags{${variable}}`, options)).toBeUndefined();
  expect(checkValue(`$${variable}`, options)).toBe("global-variable");
  const other = variable.replace("conf_flags", "other");
  expect(checkValue(variable + other, options)).toBe("channel-variable");
});

test("whatever passes reads back as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      fc.pre(checkValue(value) === undefined);
      const element = parseXml(encodeElement("a", { value }));
      expect(element.attributes.value).toBe(value);
      expect(parseXml(`<a>${encodeText(value, "a")}</a>`).text).toBe(value);
    }),
  );
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
