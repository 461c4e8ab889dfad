import { urlEncode } from "@parley/esl/switch";
import { lastTalking, secondsBetween } from "./list-json.js";
import { countCallers, countGhosts } from "./rooms.js";
import type { Caller, Member, Room } from "./types.js";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** FreeSWITCH's XML writer: the four entities, and everything beyond ASCII as a number. */
function escapeXml(text: string): string {
  return Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0x7e
      ? `&#x${code.toString(16).toUpperCase()};`
      : (ENTITIES[character] ?? character);
  }).join("");
}

interface Tag {
  readonly name: string;
  readonly attributes?: readonly (readonly [string, string])[];
  readonly content: string | readonly Tag[];
}

const tag = (name: string, content: string | readonly Tag[]): Tag => ({ name, content });
/** Text of members is URL-encoded before it is escaped. */
const field = (name: string, value: string | number): Tag => tag(name, urlEncode(String(value)));

function print(element: Tag, depth: number): string {
  const indent = "  ".repeat(depth);
  const attributes = (element.attributes ?? []).map(
    ([key, value]) => ` ${key}="${escapeXml(value)}"`,
  );
  const open = `${indent}<${element.name}${attributes.join("")}>`;
  const close = `</${element.name}>\n`;
  if (typeof element.content === "string") return `${open}${escapeXml(element.content)}${close}`;
  if (element.content.length === 0) return `${open}${close}`;
  const inner = element.content.map((child) => print(child, depth + 1)).join("");
  return `${open}\n${inner}${indent}${close}`;
}

function flagTags(room: Room, caller: Caller): Tag[] {
  const flags: readonly (readonly [string, boolean])[] = [
    ["can_hear", !caller.hold && caller.canHear],
    ["can_see", !caller.hold && caller.canSee],
    ["can_speak", !caller.hold && caller.canSpeak],
    ["mute_detect", caller.muteDetect],
    ["talking", !caller.hold && caller.talking],
    ["hold", caller.hold],
    ["has_video", caller.channel.hasVideo],
    ["video_bridge", caller.videoBridge],
    ["has_floor", caller.id === room.floorHolder],
    ["is_moderator", caller.moderator],
    ["end_conference", caller.endConference],
    ["mandatory_member_end_conference", caller.mandatoryEndConference],
    ["is_ghost", caller.ghost],
  ];
  return flags.map(([name, on]) => tag(name, on ? "true" : "false"));
}

function callerTag(room: Room, caller: Caller, now: number): Tag {
  return {
    name: "member",
    attributes: [["type", "caller"]],
    content: [
      field("id", caller.id),
      tag("flags", flagTags(room, caller)),
      field("uuid", caller.channel.uuid),
      field("caller_id_name", caller.channel.callerIdName),
      field("caller_id_number", caller.channel.callerIdNumber),
      field("join_time", secondsBetween(caller.joinedAt, now)),
      field("last_talking", lastTalking(caller, now) ?? "N/A"),
      field("energy", caller.energyLevel),
      field("volume_in", caller.volumeIn),
      field("volume_out", caller.volumeOut),
      field("output-volume", caller.volumeOut),
    ],
  };
}

function memberTag(room: Room, member: Member, now: number): Tag {
  if (member.type === "caller") return callerTag(room, member, now);
  const paused = member.paused ? [["status", "paused"] as const] : [];
  return {
    name: "member",
    attributes: [["type", "recording_node"]],
    content: [
      { name: "record_path", attributes: paused, content: member.path },
      {
        name: "join_time",
        attributes: [["type", "UNIX-epoch"]],
        content: String(Math.floor(member.joinedAt / 1000)),
      },
    ],
  };
}

function roomAttributes(room: Room, now: number): (readonly [string, string])[] {
  const flags: readonly (readonly [string, boolean])[] = [
    ["locked", room.locked],
    ["destruct", room.destruct],
    ["wait_mod", room.waitForModerator],
    ["audio_always", room.flags.has("audio-always")],
    ["running", true],
    ["answered", room.answered],
    ["enforce_min", room.enforceMin],
    ["dynamic", true],
    ["exit_sound", room.exitSoundOn],
    ["enter_sound", room.enterSoundOn],
  ];
  const grace = room.endGraceTime;
  return [
    ["name", room.name],
    ["member-count", String(countCallers(room))],
    ["ghost-count", String(countGhosts(room))],
    ["rate", String(room.profile.rate)],
    ["uuid", room.uuid],
    ...flags.flatMap(([name, on]) => (on ? [[name, "true"] as const] : [])),
    ...(room.maxMembers > 0 ? [["max_members", String(room.maxMembers)] as const] : []),
    ...(room.recordCount > 0 ? [["recording", "true"] as const] : []),
    ...(grace > 0 ? [["endconference_grace_time", String(grace)] as const] : []),
    ...(room.flags.has("video-floor-only") ? [["video_floor_only", "true"] as const] : []),
    ...(room.flags.has("rfc-4579") ? [["video_rfc4579", "true"] as const] : []),
    ["run_time", String(secondsBetween(room.createdAt, now))],
  ];
}

function roomTag(room: Room, now: number): Tag {
  const variables = Array.from(
    room.variables,
    ([name, value]): Tag => ({
      name: "variable",
      attributes: [
        ["name", name],
        ["value", value],
      ],
      content: [],
    }),
  );
  const members = room.members.map((member) => memberTag(room, member, now));
  return {
    name: "conference",
    attributes: roomAttributes(room, now),
    content: [tag("variables", variables), tag("members", members)],
  };
}

/** `conference xml_list`. */
export function listXml(rooms: Iterable<Room>, now: number): string {
  const nodes = [...rooms].map((room) => roomTag(room, now));
  return `<?xml version="1.0"?>\n${print(tag("conferences", nodes), 0)}`;
}
