import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

interface Chunk {
  readonly fileName: string;
  readonly isEntry: boolean;
  readonly code: string;
  readonly imports: readonly string[];
}

/** What a program carries that imports everything the entry exports; nothing but Node's own modules is left outside. */
async function minified(entry: string) {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(entry, import.meta.url)),
    // As for a program: what two parts of it share may lie in the first.
    preserveEntrySignatures: "allow-extension",
    platform: "node",
    external: /^node:/,
    resolve: { extensionAlias: { ".js": [".ts"] } },
    transform: { target: "es2023" },
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const chunks = output.filter((file) => file.type === "chunk");
  const atOnce = importedFrom(
    chunks.filter(({ isEntry }) => isEntry),
    chunks,
  );
  const wire = chunks.filter(({ fileName }) => fileName.startsWith("connect-link"));
  const connected = importedFrom([...atOnce, ...wire], chunks);
  return {
    chunks,
    atOnce: Buffer.from(atOnce.map(({ code }) => code).join("")),
    connected: Buffer.from(connected.map(({ code }) => code).join("")),
    all: Buffer.from(chunks.map(({ code }) => code).join("")),
    outside: chunks.flatMap(({ imports }) => imports).filter((id) => !isOneOf(chunks, id)),
  };
}

/** Chunks that are loaded with these ones: what `import()` loads when a client asks for it is not among them. */
function importedFrom(some: readonly Chunk[], chunks: readonly Chunk[]): readonly Chunk[] {
  const wanted = chunks.filter(
    (chunk) => some.includes(chunk) || some.some(({ imports }) => imports.includes(chunk.fileName)),
  );
  return wanted.length === some.length ? some : importedFrom(wanted, chunks);
}

const isOneOf = (chunks: readonly Chunk[], id: string) =>
  chunks.some(({ fileName }) => fileName === id);
const kB = (bytes: Buffer) => `${(bytes.length / 1000).toFixed(1)} kB`;

test.each([
  // A limit that is reached is a reason to look, not to raise it.
  ["@parley/esl", "./index.ts", 24_500],
  // The outbound server brings the link and all formats, but no client.
  ["@parley/esl/outbound", "./outbound/index.ts", 45_000],
  ["@parley/esl/codec", "./codec/index.ts", 20_000],
  ["@parley/esl/arguments", "./arguments/index.ts", 4_000],
  // Commands in, events out: what stands in for a switch.
  ["@parley/esl/switch", "./switch/index.ts", 13_000],
])("%s is small and needs no other package", async (name, entry, limit) => {
  const { atOnce, all, outside } = await minified(entry);
  const later = all.length - atOnce.length;
  process.stdout.write(
    `${name}: ${kB(atOnce)} minified, ${kB(gzipSync(atOnce))} packed, ${later} bytes when asked for\n`,
  );
  expect(outside.filter((id) => !id.startsWith("node:"))).toEqual([]);
  expect(atOnce.length).toBeLessThan(limit);
});

test("a client of plain events that is connected has loaded little more", async () => {
  const { connected } = await minified("./index.ts");
  process.stdout.write(`@parley/esl, connected: ${kB(connected)} minified\n`);
  expect(connected.length).toBeLessThan(36_000);
});

test.each(["./index.ts", "./outbound/index.ts"])(
  "errors of %s keep their names when a program is minified",
  async (entry) => {
    const { chunks } = await minified(entry);
    const folder = mkdtempSync(join(tmpdir(), "parley-esl-"));
    try {
      for (const { fileName, code } of chunks) writeFileSync(join(folder, fileName), code);
      const [main] = chunks.filter(({ isEntry }) => isEntry);
      const door: Record<string, new (...args: string[]) => Error> = await import(
        pathToFileURL(join(folder, main!.fileName)).href
      );
      const errors = Object.entries(door).filter(
        ([name]) => name.endsWith("Error") && name !== "EslError",
      );
      expect(errors.length).toBeGreaterThan(2);
      for (const [name, made] of errors) {
        expect(made.name).not.toBe(name);
        expect(new made("a", "b").name).toBe(name);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test("a program that only uses the client carries neither the outbound server nor the classic interface", async () => {
  const { all } = await minified("./index.ts");
  expect(all.includes("LENGTH_NEGATIVE")).toBe(true);
  expect(all.includes("divert_events on")).toBe(false);
  expect(all.includes("esl::event")).toBe(false);
});

test("a client of plain events does not load the other formats", async () => {
  const { connected, all } = await minified("./index.ts");
  expect(all.includes("</headers>")).toBe(true);
  expect(connected.includes("</headers>")).toBe(false);
  expect(all.includes("JSON.parse")).toBe(true);
  expect(connected.includes("JSON.parse")).toBe(false);
});
