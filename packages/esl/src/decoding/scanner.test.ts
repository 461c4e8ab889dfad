import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import wabt from "wabt";
import { MEMBER_SCANNER } from "./member-scanner.js";
import { SCANNER } from "./scanner.js";

/** What a text of WebAssembly assembles to, in base64. */
async function assemble(name: string): Promise<string> {
  const text = readFileSync(new URL(name, import.meta.url), "utf8");
  const module = (await wabt()).parseWat(name, text, { simd: true });
  module.validate();
  return Buffer.from(module.toBinary({}).buffer).toString("base64");
}

// When one of them changes, the text that is expected here is the one to write into the module beside it.
test.each([
  ["scanner.wat", SCANNER],
  ["member-scanner.wat", MEMBER_SCANNER],
])("what is shipped is what %s assembles to", async (name, shipped) => {
  expect(shipped).toBe(await assemble(name));
});
