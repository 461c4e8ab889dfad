import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { tickingRooms } from "../../../testing/ticking-rooms.js";

const folder = mkdtempSync(join(tmpdir(), "parley-cost-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { open, talkingPair, ticks } = tickingRooms();

test("rooms of scripted callers do not tick until one of them is recorded", () => {
  const works = vi.fn(() => () => {});
  const clock = {
    each: works,
    stats: () => ({ ticks: 0, late: 0, skipped: 0, p50: 0, p99: 0, max: 0 }),
    recount: () => {},
    works: 0,
    stop: () => {},
  };
  const rooms = open({}, clock);
  rooms.seat("", { voice: 5000 });
  rooms.command("play tone_stream://%(400,0,1500)");
  ticks(10);
  expect(works).not.toHaveBeenCalled();
  rooms.command(`record ${join(folder, "ticks.wav")}`);
  ticks(1);
  expect(works).toHaveBeenCalledTimes(1);
});

test("a port is let go with its seat, and the clock stops with the last one", () => {
  const { a, b } = talkingPair();
  a.seat.leave("hangup");
  const { reads } = a.port;
  ticks(5);
  expect(a.port.reads).toBe(reads);
  b.seat.leave("hangup");
  const heard = b.port.heard.length;
  ticks(5);
  expect(b.port.heard).toHaveLength(heard);
  expect(vi.getTimerCount()).toBe(0);
});

test("when the room ends all ports are free", () => {
  const rooms = open();
  const [ends, stays] = [rooms.join(8000, "endconf"), rooms.join()];
  ticks(2);
  ends.seat.leave("hangup");
  ticks(2);
  const { reads } = stays.port;
  ticks(5);
  expect(stays.port.reads).toBe(reads);
  expect(rooms.actions).toContain("conference-destroy");
});
