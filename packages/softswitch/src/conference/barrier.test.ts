import { afterEach, expect, test } from "vitest";
import { SoundingRooms } from "../../testing/sounding-rooms.js";
import { parseConferenceRequest } from "./application-data.js";
import { passBarrier } from "./barrier.js";
import type { MemberChannel, Room } from "./types.js";

let rooms: SoundingRooms;

afterEach(() => rooms.conferences.stop());

function ask(params: Record<string, string>, line?: string): unknown {
  rooms = new SoundingRooms({ "sound-prefix": "/sounds", ...params });
  const { seat } = rooms.seat("", {});
  if (line) rooms.command(line);
  const [room] = rooms.conferences.rooms() as [Room];
  const [member] = room.members;
  const channel = (member as { channel: MemberChannel }).channel;
  seat.leave("hangup");
  return passBarrier(room, channel, parseConferenceRequest("room@test"), undefined);
}

test("who meets a pin hears the question and, after a wrong answer, its complaint; both have usual sounds", () => {
  expect(ask({ "bad-pin-sound": "wrong.wav" }, "pin 1234")).toEqual({
    outcome: "pin",
    digits: 4,
    retries: 3,
    sound: "/sounds/conference/conf-pin.wav",
    badSound: "/sounds/wrong.wav",
  });
});

test("who meets a lock hears the profile's sound, or nothing where there is none", () => {
  const refused = { outcome: "refused", reason: "locked" };
  expect(ask({ "locked-sound": "locked.wav" }, "lock")).toEqual({
    ...refused,
    sound: "/sounds/locked.wav",
  });
  expect(ask({}, "lock")).toEqual(refused);
});
