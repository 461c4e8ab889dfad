import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string, entry = ".") =>
  fileURLToPath(new URL(`./packages/${name}/src/${entry}/index.ts`, import.meta.url));

/** Pages that nobody has to hear. */
const PAGES = [
  "tests/browser/{accessibility,archive,lists,recording-space,recording-stories,recordings,screens,sign-in}.test.ts",
  "tests/browser/web-client/**/*.test.ts",
  "tests/archive/browser.test.ts",
];

/** Telephones, browsers on the telephone, and their sound. */
const REAL_TIME = [
  "tests/{phones,browser,calls}/**/*.test.ts",
  "packages/softswitch/src/media/webrtc/**/*.test.ts",
];

const oneSwitch = process.env["PARLEY_TEST_FREESWITCH"] !== undefined;
/** On two cores the default is a single worker, which waits most of its time. */
const WORKERS = oneSwitch ? 1 : Math.max(2, availableParallelism() - 1);

export default defineConfig({
  resolve: {
    // Tests run on the sources; only spawned programs need the build. The longer names come first: an alias is a prefix.
    alias: Object.fromEntries([
      ...["outbound", "modesl", "switch", "codec", "arguments"].map((entry) => [
        `@parley/esl/${entry}`,
        source(`esl`, entry),
      ]),
      ["@parley/protocol/client", source("protocol", "client")],
      ...["esl", "fsxml", "protocol", "softswitch", "server"].map((name) => [
        `@parley/${name}`,
        source(name),
      ]),
    ]),
  },
  test: {
    testTimeout: 20_000,
    hookTimeout: 20_000,
    projects: [
      {
        extends: true,
        test: {
          name: "rooms",
          include: ["packages/*/src/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...PAGES, ...REAL_TIME],
          sequence: { groupOrder: 0 },
          // There is one real switch, and the contract counts its calls: one file after the other then.
          fileParallelism: !oneSwitch,
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: "pages",
          include: PAGES,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
          fileParallelism: !oneSwitch,
          maxWorkers: WORKERS,
        },
      },
      {
        extends: true,
        test: {
          name: "real time",
          include: REAL_TIME,
          exclude: PAGES,
          testTimeout: 60_000,
          // Sound is measured here: nothing else may need the processor meanwhile.
          sequence: { groupOrder: 2 },
          fileParallelism: false,
        },
      },
    ],
  },
});
