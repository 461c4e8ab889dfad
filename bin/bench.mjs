// Runs every benchmark, or those whose name is given: npm run bench -- esl
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureAll, ROOT, run } from "./ensure.mjs";

ensureAll();
const wanted = process.argv.slice(2);
const benches = readdirSync(join(ROOT, "bench")).filter((name) => name.endsWith(".bench.mjs"));
for (const name of benches.filter(
  (each) => wanted.length === 0 || wanted.some((word) => each.includes(word)),
)) {
  console.log(`\n== ${name.replace(".bench.mjs", "")}`);
  run(process.execPath, ["--expose-gc", join(ROOT, "bench", name)]);
}
