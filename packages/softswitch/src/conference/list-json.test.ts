import { expect, test } from "vitest";
import { printJson } from "./list-json.js";

test("JSON is printed as cJSON prints it", () => {
  const value = { a: 1, list: [{ b: "x\ny", deep: {} }, { c: true }], none: [] };
  expect(printJson([value])).toBe(
    '[{\n\t\t"a":\t1,\n\t\t"list":\t[{\n\t\t\t\t"b":\t"x\\ny",\n\t\t\t\t"deep":\t{\n\t\t\t\t}\n\t\t\t}, {\n' +
      '\t\t\t\t"c":\ttrue\n\t\t\t}],\n\t\t"none":\t[]\n\t}]',
  );
});
