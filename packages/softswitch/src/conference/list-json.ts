import { countCallers, countGhosts } from "./rooms.js";
import type { Caller, Member, Room } from "./types.js";

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

const tabs = (depth: number): string => "\t".repeat(depth);

/** Prints as cJSON_Print does: tabs, `":\t`, arrays in one line, an empty object over two. */
export function printJson(value: Json, depth = 0): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item) => printJson(item, depth + 1)).join(", ")}]`;
  }
  const inner = tabs(depth + 1);
  const lines = Object.entries(value).map(
    ([key, item]) => `${inner}${JSON.stringify(key)}:\t${printJson(item as Json, depth + 1)}`,
  );
  return `{\n${lines.join(",\n")}${lines.length > 0 ? "\n" : ""}${tabs(depth)}}`;
}

/** Whole seconds between two moments, as C's time() counts them. */
export const secondsBetween = (from: number, now: number): number =>
  Math.floor(now / 1000) - Math.floor(from / 1000);

export function lastTalking(caller: Caller, now: number): number | undefined {
  if (caller.talking) return 0;
  return caller.lastTalkingAt === undefined ? undefined : secondsBetween(caller.lastTalkingAt, now);
}

function callerFlags(room: Room, caller: Caller): Json {
  return {
    can_hear: !caller.hold && caller.canHear,
    can_see: !caller.hold && caller.canSee,
    can_speak: !caller.hold && caller.canSpeak,
    hold: caller.hold,
    mute_detect: caller.muteDetect,
    talking: caller.talking,
    has_video: caller.channel.hasVideo,
    video_bridge: caller.videoBridge,
    has_floor: caller.id === room.floorHolder,
    is_moderator: caller.moderator,
    end_conference: caller.endConference,
    mandatory_member_end_conference: caller.mandatoryEndConference,
    pass_digits: caller.passDigits,
  };
}

function callerNode(room: Room, caller: Caller, now: number): Json {
  return {
    type: "caller",
    id: caller.id,
    flags: callerFlags(room, caller),
    uuid: caller.channel.uuid,
    caller_id_name: caller.channel.callerIdName,
    caller_id_number: caller.channel.callerIdNumber,
    join_time: secondsBetween(caller.joinedAt, now),
    last_talking: lastTalking(caller, now) ?? 0,
    energy: caller.energyLevel,
    volume_in: caller.volumeIn,
    volume_out: caller.volumeOut,
    "output-volume": caller.volumeOut,
    "input-volume": caller.volumeIn,
  };
}

function memberNode(room: Room, member: Member, now: number): Json {
  if (member.type === "caller") return callerNode(room, member, now);
  return {
    type: "recording_node",
    record_path: member.path,
    ...(member.paused ? { status: "paused" } : {}),
    join_time: Math.floor(member.joinedAt / 1000),
  };
}

function roomNode(room: Room, now: number): Json {
  return {
    conference_name: room.name,
    member_count: countCallers(room),
    ghost_count: countGhosts(room),
    rate: room.profile.rate,
    run_time: secondsBetween(room.createdAt, now),
    conference_uuid: room.uuid,
    canvas_count: room.profile.videoMode === "mux" ? 1 : 0,
    max_bw_in: 0,
    force_bw_in: 0,
    video_floor_packets: 0,
    locked: room.locked,
    destruct: room.destruct,
    wait_mod: room.waitForModerator,
    audio_always: room.flags.has("audio-always"),
    running: true,
    answered: room.answered,
    enforce_min: room.enforceMin,
    bridge_to: false,
    dynamic: true,
    exit_sound: room.exitSoundOn,
    enter_sound: room.enterSoundOn,
    recording: room.recordCount > 0,
    video_bridge: room.flags.has("video-bridge-first-two"),
    video_floor_only: room.flags.has("video-floor-only"),
    video_rfc4579: room.flags.has("rfc-4579"),
    ...(room.maxMembers > 0 ? { max_members: room.maxMembers } : {}),
    variables: Object.fromEntries(room.variables),
    members: room.members.map((member) => memberNode(room, member, now)),
  };
}

/** `conference json_list`: always an array, with tabs unless compact. */
export function listJson(rooms: Iterable<Room>, now: number, compact: boolean): string {
  const nodes = [...rooms].map((room) => roomNode(room, now));
  return compact ? JSON.stringify(nodes) : printJson(nodes);
}
