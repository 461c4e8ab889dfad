import type { Header } from "../core/index.js";
import { countCallers, countGhosts } from "./rooms.js";
import type { Caller, Room } from "./types.js";

const flag = (value: boolean): string => (value ? "true" : "false");

/** Rooms are values, so what was rendered for one stays right for it. */
const rendered = new WeakMap<Room, readonly Header[]>();

function renderRoom(room: Room): Header[] {
  const headers: Header[] = [
    ["Conference-Name", room.name],
    ["Conference-Domain", room.domain],
    ["Conference-Size", String(countCallers(room))],
    ["Conference-Ghosts", String(countGhosts(room))],
    ["Conference-Profile-Name", room.profileName],
    ["Conference-Unique-ID", room.uuid],
  ];
  for (const variable of room.variables) headers.push(variable);
  return headers;
}

/** Room data, the first block of every event of a room (conference_event_add_data). */
export function roomHeaders(room: Room): readonly Header[] {
  let headers = rendered.get(room);
  if (!headers) {
    headers = renderRoom(room);
    rendered.set(room, headers);
  }
  return headers;
}

/** What comes from the caller's microphone after its volume; 0 where nothing is measured. */
export function currentEnergy(member: Caller): number {
  const measured = (member.canSpeak && !member.hold) || member.muteDetect;
  return measured ? Math.min(member.voice, 25_000) : 0;
}

/** Member data: room data, channel block and the member's own state (conference_member_add_event_data). */
export function memberHeaders(room: Room, member: Caller): Header[] {
  const headers: Header[] = [
    ...roomHeaders(room),
    ["Floor", flag(member.id === room.floorHolder)],
    ...member.channel.headers(),
  ];
  if (room.profile.verboseEvents) headers.push(...member.channel.variableHeaders());
  headers.push(
    ["Video", flag(member.channel.hasVideo)],
    ["Hear", flag(member.canHear)],
    ["See", flag(member.canBeSeen)],
    ["Speak", flag(member.canSpeak)],
    ["Talking", flag(member.talking)],
    ["Mute-Detect", flag(member.muteDetect)],
    ["Hold", flag(member.hold)],
    ["Member-ID", String(member.id)],
    ["Member-Type", member.moderator ? "moderator" : "member"],
    ["Member-Ghost", flag(member.ghost)],
    ["Energy-Level", String(member.energyLevel)],
    ["Current-Energy", String(currentEnergy(member))],
  );
  return headers;
}

/** Headers of the PRESENCE_IN event; `count` is a counter over all rooms. */
export function presenceHeaders(room: Room, count: number): Header[] {
  const callers = countCallers(room);
  const from = room.name.includes("@") ? room.name : `${room.name}@${room.domain}`;
  const headers: Header[] = [
    ["proto", "conf"],
    ["login", room.name],
    ["from", from],
    ["event_type", "presence"],
    ["alt_event_type", "dialog"],
    ["event_count", String(count)],
    ["unique-id", room.name],
  ];
  return callers > 0
    ? [...headers, ...activePresence(callers)]
    : [
        ...headers,
        ["force-status", "Inactive"],
        ["channel-state", "CS_HANGUP"],
        ["answer-state", "terminated"],
        ["call-direction", "inbound"],
      ];
}

function activePresence(callers: number): Header[] {
  return [
    ["force-status", `Active (${callers} caller${callers === 1 ? "" : "s"})`],
    ["channel-state", "CS_ROUTING"],
    ["answer-state", callers === 1 ? "early" : "confirmed"],
    ["presence-call-direction", callers === 1 ? "outbound" : "inbound"],
  ];
}
