import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { apiReference, REFERENCE } from "../../bin/api-reference.mjs";

const text = apiReference();

test("docs/esl-api.md is what the docstrings say (node bin/api-reference.mjs writes it)", () => {
  expect(readFileSync(REFERENCE, "utf8")).toBe(text);
});

test("everything that the doors export is in the reference with a word of explanation or its members", () => {
  for (const name of ["EslClient", "createServer", "Call", "variableList", "EVENT_NAMES", "Status"])
    expect(text).toContain(`\n#### ${name}\n`);
  expect(text).not.toContain("Internal to this package");
  expect(text).not.toMatch(/\n#### (\w+)\n\n<sub>/);
});
