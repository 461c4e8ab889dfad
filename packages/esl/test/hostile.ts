import fc from "fast-check";

/** What would show on the wire when it broke out of its place: a command or a header of this name. */
export const MARK = "PWNED";
const BREAKOUTS = [
  `\n\napi ${MARK}\n\n`,
  `\r\n\r\napi ${MARK}\r\n\r\n`,
  `\r\rapi ${MARK}\r\r`,
  `\n${MARK}: 1`,
  `\r${MARK}: 1`,
  `\nContent-Length: 99\n${MARK}: 1`,
  `\0\n\napi ${MARK}`,
  `\u2028\n\napi ${MARK}`,
  `: ${MARK}`,
];
const PLAIN = [
  "",
  " ",
  "x",
  "a b",
  "^^:a:b",
  "^^,x,y",
  "'",
  "\\",
  "\\n",
  "|",
  ",",
  "~",
  "ä",
  "50%",
];
const EXPANDED = ["${x}", "$${x}", "{a=b}", "[a=b]", "<a=b>", "%[a=b]", "&system(id)", "\ud800"];

export const text = fc
  .array(fc.constantFrom(...BREAKOUTS, ...PLAIN, ...EXPANDED), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join(""));
/** What JavaScript callers hand over by mistake, or because it came out of JSON. */
const noText = fc.oneof(
  text.map((value) => [value]),
  text.map((value) => [["x"], value]),
  text.map((value) => ({ toString: () => value })),
  text.map((value) => ({ length: 1, toString: () => value, valueOf: () => value })),
  text.map((value) => twoFaced("x", value)),
  text.map((value) => Object.assign(() => value, { toString: () => value })),
  fc.constantFrom(null, undefined, Number.NaN, -1, true, Symbol.iterator, 5n),
);
/** Now and then a good word, so that each argument is also reached with the others in order. */
export const hostile = fc.oneof(
  { weight: 3, arbitrary: text },
  { weight: 2, arbitrary: noText },
  { weight: 3, arbitrary: fc.constant("x") },
);

/** Harmless when it is looked at, harmful when it is used. */
function twoFaced(first: string, then: string): object {
  let times = 0;
  return { toString: () => (times++ === 0 ? first : then) };
}
