import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wavSeconds } from "./wav-length.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-wav-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const RATE = 16_000;

function chunk(id: string, body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, "latin1");
  head.writeUInt32LE(length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}

function format(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(1, 0);
  body.writeUInt16LE(1, 2);
  body.writeUInt32LE(RATE / 2, 4);
  body.writeUInt32LE(RATE, 8);
  return chunk("fmt ", body);
}

const riff = (...chunks: Buffer[]) =>
  Buffer.concat([Buffer.from("RIFF\0\0\0\0WAVE", "latin1"), ...chunks]);

async function secondsOf(content: Uint8Array): Promise<number | undefined> {
  const handle = await open(join(folder, "a.wav"), "w+");
  try {
    await handle.write(content);
    return await wavSeconds(handle, content.length);
  } finally {
    await handle.close();
  }
}

test("a growing file is as long as what is on disk, whatever its header says", async () => {
  for (const said of [0, 0xffffffff, 12])
    expect(await secondsOf(riff(format(), chunk("data", Buffer.alloc(RATE * 3), said)))).toBe(3);
});

test("chunks before the sound are passed over, those of odd length too", async () => {
  const list = chunk("LIST", Buffer.alloc(33));
  expect(await secondsOf(riff(list, format(), list, chunk("data", Buffer.alloc(RATE))))).toBe(1);
});

test("a file of which only the beginning is there has no length yet", async () => {
  const whole = riff(format(), chunk("data", Buffer.alloc(0)));
  for (let length = 0; length < whole.length; length += 1)
    expect(await secondsOf(whole.subarray(0, length)), String(length)).toBeUndefined();
  expect(await secondsOf(whole)).toBe(0);
});

test("bytes of any kind give a length that is a number, or none", async () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.boolean(), async (tail, wave) => {
      const seconds = await secondsOf(wave ? riff(format(), Buffer.from(tail)) : tail);
      if (seconds !== undefined) expect(seconds).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 60 },
  );
});
