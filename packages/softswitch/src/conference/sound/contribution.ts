import { countCallers } from "../rooms.js";
import type { Caller, Room } from "../types.js";

/** Whether anybody could hear a voice at all: one alone is only worth mixing when it is recorded. */
export function roomListens(room: Room): boolean {
  if (room.waitForModerator) return false;
  const count = countCallers(room);
  const recorded = room.recordCount > 0 && count >= room.profile.minRecordingMembers;
  return count > 1 || recorded;
}

/** Whether a member is heard (end of conference_loop_input): it talks, or has no threshold to be above of. */
export function contributes(caller: Caller, room: Room): boolean {
  if (!caller.canSpeak || caller.hold || caller.leaving) return false;
  return caller.talking || caller.energyLevel === 0 || room.flags.has("audio-always");
}

/** Whether one who listens is kept from hearing one who speaks (`relate`, on either side). */
export function isKeptApart(listener: Caller, speaker: Caller): boolean {
  return (
    speaker.relations.some(({ id, speak }) => id === listener.id && !speak) ||
    listener.relations.some(({ id, hear }) => id === speaker.id && !hear)
  );
}
