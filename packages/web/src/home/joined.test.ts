import type { ConferenceV2, LiveConferenceV2 } from "@parley/protocol/client";
import { expect, test } from "vitest";
import { joined } from "./joined.js";

const conference = (number: string): ConferenceV2 => ({
  number,
  name: `room ${number}`,
  type: "default",
  context: "team",
  joinable: true,
});

const running = (id: string, number?: string): LiveConferenceV2 => ({
  id,
  node: "local",
  name: id,
  ...(number === undefined ? {} : { number }),
  type: "default",
  locked: false,
  recordings: [],
  startedAt: "2026-01-01T10:00:00.000Z",
  members: [],
  controllable: false,
});

test("those that run come first with what is going on in them, the others follow in their order", () => {
  const all = joined(
    [conference("1"), conference("2"), conference("3")],
    [running("x", "3"), running("ad hoc"), running("y", "9")],
  );
  expect(all.map(({ conference, live }) => [conference.number, live?.id])).toEqual([
    ["3", "x"],
    ["1", undefined],
    ["2", undefined],
  ]);
});
