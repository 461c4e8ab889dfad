import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

/** What a program carries that imports everything the entry exports; nothing but Node's own modules is left outside. */
async function minified(entry: string): Promise<{ bytes: Buffer; outside: string[] }> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(entry, import.meta.url)),
    platform: "node",
    external: /^node:/,
    resolve: { extensionAlias: { ".js": [".ts"] } },
    transform: { target: "es2023" },
  });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const [chunk] = output;
  return { bytes: Buffer.from(chunk.code), outside: chunk.imports };
}

const kB = (bytes: Buffer) => `${(bytes.length / 1000).toFixed(1)} kB`;

test.each([
  // Client, codecs of three formats, subscriptions, reconnects. A limit that is reached is a reason to look, not to raise it.
  ["@parley/esl", "./index.ts", 51_000],
  // The outbound server brings the link and the codecs, but no client.
  ["@parley/esl/outbound", "./outbound/index.ts", 50_000],
  // Commands in, events out: what stands in for a switch.
  ["@parley/esl/switch", "./switch/index.ts", 13_000],
])("%s is small and needs no other package", async (name, entry, limit) => {
  const { bytes, outside } = await minified(entry);
  process.stdout.write(`${name}: ${kB(bytes)} minified, ${kB(gzipSync(bytes))} packed\n`);
  expect(outside.filter((id) => !id.startsWith("node:"))).toEqual([]);
  expect(bytes.length).toBeLessThan(limit);
});

test("a program that only uses the client carries neither the outbound server nor the classic interface", async () => {
  const { bytes } = await minified("./index.ts");
  expect(bytes.includes("LENGTH_NEGATIVE")).toBe(true);
  expect(bytes.includes("divert_events on")).toBe(false);
  expect(bytes.includes("esl::event")).toBe(false);
});
