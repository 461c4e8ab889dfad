// Everything: install, build, unit, integration and contract tests. Arguments go to the test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ensureAll, ensureTestTools, ROOT } from "./ensure.mjs";

ensureAll();
ensureTestTools();
const folder = mkdtempSync(join(tmpdir(), "parley-test-"));
const status = suite(process.execPath) || onCurrentNode();
rmSync(folder, { recursive: true, force: true });
process.exit(status);

/** Runs the suite and closes with one line that counts. */
function suite(node) {
  const report = join(folder, "report.json");
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const args = [vitest, "run", ...reporters, ...process.argv.slice(2)];
  const result = spawnSync(node, args, { cwd: ROOT, stdio: "inherit" });
  const counts = JSON.parse(readFileSync(report, "utf8"));
  const skipped = counts.numPendingTests + counts.numTodoTests;
  console.log(
    `Tests: ${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${skipped} skipped`,
  );
  return result.status ?? 1;
}

/** The suite once more on a current Node, when one is at hand beside the one in use. */
function onCurrentNode() {
  const other = process.env.PARLEY_TEST_NODE ?? findNode();
  if (!other) {
    console.log(
      "Skipped: the suite on a current Node (no node22 or node24 on the path, PARLEY_TEST_NODE not set).",
    );
    return 0;
  }
  console.log(`The suite once more with ${other}`);
  return suite(other);
}

function findNode() {
  const names = ["node24", "node22"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((path) => names.map((name) => join(path, name)));
  return found.find((path) => spawnSync(path, ["--version"]).status === 0);
}
