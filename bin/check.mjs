// Format, lint and types of everything, tests and benches included.
import { ensureAll, ROOT, run, tool } from "./ensure.mjs";

ensureAll();
run(tool("biome"), ["check", "--error-on-warnings", "."]);
for (const project of ["tests"]) {
  run(process.execPath, [`${ROOT}/node_modules/typescript/bin/tsc`, "-p", project]);
}
console.log("Format, lint and types are fine.");
