import { afterEach, beforeEach, vi } from "vitest";
import { type Sitting, SoundingRooms } from "./sounding-rooms.js";

/** Rooms in a time that only goes on when told to; to be called at the top of a test file. */
export function tickingRooms() {
  let rooms: SoundingRooms | undefined;
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    rooms?.conferences.stop();
    vi.useRealTimers();
  });
  const ticks = (count: number): void => {
    vi.advanceTimersByTime(20 * count);
  };
  const open = (...given: ConstructorParameters<typeof SoundingRooms>): SoundingRooms => {
    rooms = new SoundingRooms(...given);
    return rooms;
  };
  /** Two callers of 8 and 16 kHz, the first says 500 Hz, the second 1000 Hz, and both have been heard to talk. */
  const talkingPair = (): { rooms: SoundingRooms; a: Sitting; b: Sitting } => {
    const pair = open({ "energy-level": "100" });
    const [a, b] = [pair.join(), pair.join(16_000)];
    a.port.say(500);
    b.port.say(1000);
    ticks(12);
    return { rooms: pair, a, b };
  };
  return { open, ticks, talkingPair };
}
