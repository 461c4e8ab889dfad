import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string, entry = ".") =>
  fileURLToPath(new URL(`./packages/${name}/src/${entry}/index.ts`, import.meta.url));

/** Browsers, telephones and their sound. */
const REAL_TIME = [
  "tests/{phones,browser,calls}/**/*.test.ts",
  "tests/archive/browser.test.ts",
  "packages/softswitch/src/media/webrtc/**/*.test.ts",
];

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
          exclude: REAL_TIME,
          sequence: { groupOrder: 0 },
          // There is one real switch, and the contract counts its calls: one file after the other then.
          fileParallelism: process.env["PARLEY_TEST_FREESWITCH"] === undefined,
        },
      },
      {
        extends: true,
        test: {
          name: "real time",
          include: REAL_TIME,
          testTimeout: 60_000,
          // Sound is measured here: nothing else may need the processor meanwhile.
          sequence: { groupOrder: 1 },
          fileParallelism: false,
        },
      },
    ],
  },
});
