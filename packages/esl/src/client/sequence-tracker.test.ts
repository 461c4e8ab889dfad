import { expect, test } from "vitest";
import { switchStreams } from "../../test/captured.js";
import { nextOf, ready } from "../../test/ready.js";
import { decodeEvent } from "../decoding/decode-event.js";
import { FrameDecoder } from "../framing/frame-decoder.js";
import type { Gap } from "../types.js";
import { SequenceTracker } from "./sequence-tracker.js";

function track(sequences: Iterable<number>, core = "a"): Gap[] {
  const gaps: Gap[] = [];
  const tracker = new SequenceTracker((gap) => gaps.push(gap));
  for (const sequence of sequences) tracker.see(core, sequence);
  return gaps;
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test.each(["05-conference-plain", "06-conference-json", "07-conference-xml"])(
  "the natural holes and overtakings of %s are no gap",
  (name) => {
    const gaps: Gap[] = [];
    const tracker = new SequenceTracker((gap) => gaps.push(gap));
    for (const stream of switchStreams(name)) {
      const decoder = new FrameDecoder();
      decoder.push(stream);
      for (let frame = decoder.next(); frame !== undefined; frame = decoder.next()) {
        if (!frame.contentType.startsWith("text/event-")) continue;
        const event = decodeEvent(frame);
        tracker.see(event.coreUuid, event.sequence);
      }
    }
    expect(gaps).toEqual([]);
  },
);

test("row 19: a long run of numbers that never comes is one gap of its exact length", () => {
  expect(track([...range(1, 100), ...range(601, 900)])).toEqual([{ coreUuid: "a", missing: 500 }]);
});

test("numbers that come late, but come, are no gap", () => {
  expect(
    track([...range(1, 100), ...range(131, 140), ...range(101, 130), ...range(141, 400)]),
  ).toEqual([]);
});

test("short runs are no gap, however many", () => {
  expect(track(range(1, 2000).filter((sequence) => sequence % 5 !== 0))).toEqual([]);
});

test("another switch process starts from its own first number", () => {
  const gaps: Gap[] = [];
  const tracker = new SequenceTracker((gap) => gaps.push(gap));
  for (const sequence of range(1, 200)) tracker.see("a", sequence);
  for (const sequence of range(5000, 5200)) tracker.see("b", sequence);
  for (const sequence of range(5401, 5600)) tracker.see("b", sequence);
  expect(gaps).toEqual([{ coreUuid: "b", missing: 200 }]);
});

test("duplicates and events without numbers change nothing", () => {
  const gaps: Gap[] = [];
  const tracker = new SequenceTracker((gap) => gaps.push(gap));
  for (const sequence of range(1, 300)) {
    tracker.see("a", sequence);
    tracker.see("a", sequence);
    tracker.see(undefined, 1);
    tracker.see("a", undefined);
  }
  expect(gaps).toEqual([]);
});

test("the client tells a gap only when asked to", async () => {
  await using t = await ready({}, { detectGaps: true, subscription: { events: ["ALL"] } });
  const gap = nextOf(t.client, "gap");
  for (const sequence of [...range(1, 50), ...range(151, 300)]) {
    t.scripted.peer.event({
      "Event-Name": "HEARTBEAT",
      "Core-UUID": "core",
      "Event-Sequence": String(sequence),
    });
  }
  expect(await gap).toEqual({ coreUuid: "core", missing: 100 });
});
