import { expect, test, vi } from "vitest";
import type { Story } from "./story.js";
import { StoryWriter } from "./writer.js";

const story = (joined: number, over = false): Story => ({
  file: "a.wav",
  conference: { name: "team", type: "t", uuid: "u", node: "n" },
  startedAt: joined,
  startedBy: { kind: "switch" },
  pauses: [],
  attendance: [],
  problems: [],
  ...(over ? { endedAt: 99, ending: "stopped" as const } : {}),
});

/** A writer onto a disk that may refuse, and takes as long as the test wants. */
function writing(everyMs = 1000) {
  const written: { at: number; joined: number; sync: boolean }[] = [];
  const disk = { error: undefined as Error | undefined, gate: Promise.resolve(), tries: 0 };
  const failures: unknown[] = [];
  const writer = new StoryWriter({
    files: {
      write: async ({ startedAt }, { sync }) => {
        disk.tries += 1;
        await disk.gate;
        if (disk.error) throw disk.error;
        written.push({ at: Date.now(), joined: startedAt, sync });
      },
    },
    everyMs,
    onFailure: (_file, error) => failures.push(error),
  });
  return { writer, written, disk, failures };
}

test("the beginning and the end are written at once and to the disk, what is between once a second, the newest", async () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const { writer, written } = writing();
    writer.write(story(1), true);
    await vi.advanceTimersByTimeAsync(1);
    for (let joined = 2; joined < 100; joined += 1) {
      writer.write(story(joined), false);
      await vi.advanceTimersByTimeAsync(30);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(written[0]).toMatchObject({ at: 0, joined: 1, sync: true });
    expect(written.length).toBeLessThanOrEqual(5);
    expect(written.at(-1)).toMatchObject({ joined: 99, sync: false });
    for (const [index, { at }] of written.slice(1).entries())
      expect(at - (written[index]?.at ?? 0)).toBeGreaterThanOrEqual(999);
    writer.write(story(100), false);
    writer.write(story(101, true), true);
    await vi.advanceTimersByTimeAsync(1);
    expect(written.at(-1)).toMatchObject({ joined: 101, sync: true });
    expect(writer.newest("a.wav")).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test("a full disk is told once, and what it refused is written when it takes it", async () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const { writer, written, disk, failures } = writing();
    disk.error = new Error("ENOSPC");
    writer.write(story(1, true), true);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(failures).toHaveLength(1);
    expect(writer.newest("a.wav")?.startedAt).toBe(1);
    disk.error = undefined;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(written).toMatchObject([{ joined: 1, sync: true }]);
    disk.error = new Error("ENOENT");
    writer.write(story(2, true), true);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(failures).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test("a disk that never takes it is asked less and less, and at last no more", async () => {
  vi.useFakeTimers({ now: 0 });
  try {
    const { writer, disk } = writing();
    disk.error = new Error("EROFS");
    writer.write(story(1, true), true);
    await vi.advanceTimersByTimeAsync(24 * 3_600_000);
    expect(disk.tries).toBe(30);
    expect(writer.newest("a.wav")).toBeUndefined();
  } finally {
    vi.useRealTimers();
  }
});

test("a slow disk gets one write at a time, and then the newest", async () => {
  const { writer, written, disk } = writing(0);
  let open: () => void = () => {};
  disk.gate = new Promise((resolve) => {
    open = resolve;
  });
  for (const joined of [1, 2, 3]) writer.write(story(joined), true);
  await expect.poll(() => disk.tries, { timeout: 10_000 }).toBe(1);
  for (const joined of [4, 5]) writer.write(story(joined), true);
  open();
  await expect.poll(() => written.map(({ joined }) => joined), { timeout: 10_000 }).toEqual([3, 5]);
});

test("what is dropped is written no more, what is flushed is written now", async () => {
  const { writer, written } = writing();
  writer.write(story(1), true);
  await writer.flush();
  writer.write(story(2), false);
  await writer.drop("a.wav");
  await writer.flush();
  expect(written).toMatchObject([{ joined: 1 }]);
  writer.write(story(3), false);
  await writer.flush();
  expect(written.at(-1)).toMatchObject({ joined: 3 });
});
