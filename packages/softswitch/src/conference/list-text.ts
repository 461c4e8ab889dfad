import { callersOf, countCallers } from "./rooms.js";
import type { Caller, Room } from "./types.js";

/** Room flags in the order `conference list` prints them, with what sets them. */
const ROOM_FLAGS: readonly (readonly [string, (room: Room) => boolean])[] = [
  ["locked", (room) => room.locked],
  ["destruct", (room) => room.destruct],
  ["wait_mod", (room) => room.waitForModerator],
  ["audio_always", (room) => room.flags.has("audio-always")],
  ["running", () => true],
  ["answered", (room) => room.answered],
  ["enforce_min", (room) => room.enforceMin],
  ["dynamic", () => true],
  ["exit_sound", (room) => room.exitSoundOn],
  ["enter_sound", (room) => room.enterSoundOn],
  ["recording", (room) => room.recordCount > 0],
  ["video_floor_only", (room) => room.flags.has("video-floor-only")],
  ["video_rfc4579", (room) => room.flags.has("rfc-4579")],
  ["livearray_sync", (room) => room.flags.has("livearray-sync")],
  ["transcode_video", (room) => room.profile.videoMode !== "passthrough"],
  ["video_muxing", (room) => room.profile.videoMode === "mux"],
  ["minimize_video_encoding", (room) => room.flags.has("minimize-video-encoding")],
  ["manage_inbound_bitrate", (room) => room.flags.has("manage-inbound-video-bitrate")],
  ["json_status", (room) => room.flags.has("livearray-json-status")],
  ["video_bridge_first_two", (room) => room.flags.has("video-bridge-first-two")],
  ["video_required_for_canvas", (room) => room.flags.has("video-required-for-canvas")],
];

function memberFlags(room: Room, caller: Caller): string {
  const flags: readonly (readonly [string, boolean])[] = [
    ["hear", !caller.hold && caller.canHear],
    ["speak", !caller.hold && caller.canSpeak],
    ["talking", !caller.hold && caller.talking],
    ["hold", caller.hold],
    ["video", caller.channel.hasVideo],
    ["floor", caller.id === room.floorHolder],
    ["vid-floor", caller.id === room.videoFloorHolder],
    ["moderator", caller.moderator],
    ["ghost", caller.ghost],
    [`res-id:${caller.reservationId}`, caller.reservationId !== undefined],
    [`role-id:${caller.roleId}`, caller.roleId !== undefined],
  ];
  return flags.flatMap(([name, on]) => (on ? [name] : [])).join("|");
}

function memberLine(room: Room, caller: Caller, delimiter: string): string {
  const { channel } = caller;
  const fields = [
    caller.id,
    channel.name,
    channel.uuid,
    channel.callerIdName,
    channel.callerIdNumber,
    memberFlags(room, caller),
    caller.volumeIn,
    caller.volumeOut,
    caller.energyLevel,
  ];
  return `${fields.join(delimiter)}\n`;
}

const prettyLine = ({ id, channel }: Caller): string =>
  `${id}) ${channel.callerIdName} (${channel.callerIdNumber})\n`;

function roomLine(room: Room): string {
  const count = countCallers(room);
  const flags = ROOM_FLAGS.flatMap(([name, isSet]) => (isSet(room) ? [name] : []));
  const members = `${count} member${count === 1 ? "" : "s"}`;
  const rate = `rate: ${room.profile.rate}${room.locked ? " locked" : ""}`;
  return `+OK Conference ${room.name} (${members} ${rate} flags: ${flags.join("|") || "none"})\n`;
}

/** What follows the word `list`. */
interface ListOptions {
  readonly style: "lines" | "pretty" | "summary" | "count";
  readonly delimiter: string;
}

function listOptions(words: readonly string[]): ListOptions {
  const [first, second] = words;
  const word = first?.toLowerCase();
  if (word === "delim" && second !== undefined) {
    return { style: "lines", delimiter: second.replace(/^"([^"]*).*$/, "$1") || ";" };
  }
  const style = word === "pretty" || word === "summary" || word === "count" ? word : "lines";
  return { style, delimiter: ";" };
}

function memberLines(room: Room, { style, delimiter }: ListOptions): string {
  const line = (caller: Caller): string =>
    style === "pretty" ? prettyLine(caller) : memberLine(room, caller, delimiter);
  return callersOf(room).map(line).join("");
}

/** `conference <name> list …`: the members only. */
export function listRoom(room: Room, words: readonly string[]): string {
  const options = listOptions(words);
  return options.style === "count" ? String(countCallers(room)) : memberLines(room, options);
}

/** `conference list …`: a line per room, then its members unless `summary`. */
export function listRooms(rooms: Iterable<Room>, words: readonly string[]): string {
  const options = listOptions(words);
  const parts = [...rooms].map(
    (room) => roomLine(room) + (options.style === "summary" ? "" : memberLines(room, options)),
  );
  return parts.length === 0 ? "+OK No active conferences.\n" : parts.join("");
}
