import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishLeftovers } from "../../packages/server/src/recordings-keeper/leftovers.js";
import { hum } from "./harness.js";

const CRASHES = Number(process.env["PARLEY_TEST_CRASHES"] ?? 30);
const FILES = Array.from({ length: 8 }, (_, index) => `team-${index}.wav`);
const SOUND = "what the encoder writes";

let outer: string;
let folder: string;
let program: string;
let encoder: string;
beforeAll(async () => {
  outer = mkdtempSync(join(tmpdir(), "parley-killed-"));
  program = await bundle(join(outer, "program"));
  encoder = join(outer, "encoder");
  // Encoding and decoding take no time, so that the steps between are as likely to be hit.
  const script = `case "$*" in *s16le*) cat > /dev/null; head -c 16000 /dev/zero;; *) echo ${JSON.stringify(SOUND)};; esac`;
  writeFileSync(encoder, `#!/bin/sh\n${script}\n`);
  chmodSync(encoder, 0o755);
}, 60_000);
afterAll(() => rmSync(outer, { recursive: true }));

test(`kill -9 at ${CRASHES} moments: each recording is there once, whole, with its story`, async () => {
  let between = 0;
  for (let crash = 0; crash < CRASHES; crash += 1) {
    folder = mkdtempSync(join(outer, "recordings-"));
    writeFileSync(join(outer, "second.wav"), hum(1));
    for (const file of FILES) {
      copyFileSync(join(outer, "second.wav"), join(folder, file));
      writeFileSync(join(folder, `${file}.json`), file);
    }
    const done = await runAndKill(crash % FILES.length, ((crash * 7) % 30) + 1);
    for (const file of FILES) assertThere(file);
    for (const file of done) expect(existsSync(join(folder, file))).toBe(false);
    between += readdirSync(folder).filter((name) => name.endsWith(".part")).length;
    await finishLeftovers(folder, { moveStory });
    for (const file of FILES) assertThereOnce(file);
    expect(readdirSync(folder).filter((name) => name.startsWith("."))).toEqual([]);
  }
  // Moments that never meet a conversion at work would prove nothing.
  expect(between).toBeGreaterThan(0);
}, 120_000);

const opusOf = (file: string) => file.replace(/wav$/, "opus");
const isWhole = (file: string) =>
  file.endsWith(".wav") || readFileSync(join(folder, file), "utf8") === `${SOUND}\n`;

/** Under one name or both, and nothing that is seen is a part. */
function assertThere(file: string): void {
  const there = [file, opusOf(file)].filter((name) => existsSync(join(folder, name)));
  expect(there.length).toBeGreaterThan(0);
  expect(there.filter((name) => !isWhole(name))).toEqual([]);
}

function assertThereOnce(file: string): void {
  const there = [file, opusOf(file)].filter((name) => existsSync(join(folder, name)));
  expect(there).toHaveLength(1);
  expect(readFileSync(join(folder, `${there[0]}.json`), "utf8")).toBe(file);
}

async function moveStory(from: string, to: string): Promise<void> {
  if (existsSync(join(folder, `${from}.json`)))
    renameSync(join(folder, `${from}.json`), join(folder, `${to}.json`));
}

/** Kills it some milliseconds after it has converted so many; gives those it had said to be done. */
async function runAndKill(afterFiles: number, delayMs: number): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, encoder, ...FILES], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    // The line after which it is killed is "ready" or a file's; some milliseconds later it is in the middle of the next.
    if (said.length === afterFiles + 1) setTimeout(() => child.kill("SIGKILL"), delayMs);
  }
  await ended;
  return said.filter((line) => line !== "ready");
}

async function bundle(outDir: string): Promise<string> {
  const here = fileURLToPath(new URL(".", import.meta.url));
  const source = (name: string) => join(here, `../../packages/${name}/src/index.ts`);
  const names = ["esl", "fsxml", "protocol"];
  await build({
    configFile: false,
    logLevel: "error",
    resolve: { alias: Object.fromEntries(names.map((name) => [`@parley/${name}`, source(name)])) },
    ssr: { noExternal: true },
    build: {
      ssr: join(here, "crash-main.ts"),
      outDir,
      minify: false,
      rollupOptions: { output: { entryFileNames: "child.mjs" } },
    },
  });
  return join(outDir, "child.mjs");
}
