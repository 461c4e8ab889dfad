import type { EslEvent } from "@parley/esl";
import { splitApiArguments } from "./api-arguments.js";
import {
  CONTROLS,
  type ConferenceFacts,
  type Control,
  type DomainEvent,
  type EventMoment,
  type MemberFacts,
  type RecordingReport,
} from "./events.js";
import { withoutFileParameters } from "./recording-path.js";
import { decodeExpired, decodeRegistered, decodeUnregistered } from "./registration-events.js";

/**
 * What an event of the switch says happened, or undefined when it says nothing about conferences and registrations.
 * Never throws: a header that is missing or odd makes the event mean nothing.
 */
export function decodeSwitchEvent(event: EslEvent, node: string): DomainEvent | undefined {
  if (event.name === "API") return decodeApi(event, node);
  if (event.name === "HEARTBEAT") return { type: "timePassed", node, ...momentOf(event) };
  switch (event.subclass) {
    case "conference::maintenance":
      return decodeMaintenance(event, node);
    case "sofia::register":
      return decodeRegistered(event, node, momentOf(event));
    case "sofia::unregister":
      return decodeUnregistered(event, node, momentOf(event));
    case "sofia::expire":
      return decodeExpired(event, node, momentOf(event));
    default:
      return undefined;
  }
}

function decodeMaintenance(event: EslEvent, node: string): DomainEvent | undefined {
  const conference = conferenceFacts(event, node);
  if (!conference) return undefined;
  const action = event.get("Action") ?? "";
  const room = { conference, ...momentOf(event) };
  return decodeRoomAction(event, action, room) ?? decodeMemberAction(event, action, room);
}

type Room = EventMoment & { readonly conference: ConferenceFacts };

const ROOM_ACTIONS = {
  "conference-create": "conferenceStarted",
  "conference-destroy": "conferenceEnded",
  lock: "conferenceLocked",
  unlock: "conferenceUnlocked",
} as const;

const RECORDING_ACTIONS = {
  "start-recording": "recordingStarted",
  "stop-recording": "recordingStopped",
  "pause-recording": "recordingPaused",
  "resume-recording": "recordingResumed",
} as const;

function decodeRoomAction(event: EslEvent, action: string, room: Room): DomainEvent | undefined {
  if (isKeyOf(ROOM_ACTIONS, action)) return { type: ROOM_ACTIONS[action], ...room };
  if (isKeyOf(RECORDING_ACTIONS, action)) return decodeRecording(event, action, room);
  if (action !== "floor-change") return undefined;
  const holder = event.get("New-ID");
  if (holder === undefined) return undefined;
  return { type: "floorChanged", ...room, memberId: holder === "none" ? undefined : holder };
}

function decodeRecording(
  event: EslEvent,
  action: keyof typeof RECORDING_ACTIONS,
  room: Room,
): DomainEvent | undefined {
  const path = event.get("Path");
  if (path === undefined) return undefined;
  // The reply `+OK Record file` precedes opening the file; only this header says that it failed (conference_record.c).
  const failed = action === "start-recording" && event.get("Error") !== undefined;
  const type = failed ? "recordingFailed" : RECORDING_ACTIONS[action];
  const report = action === "stop-recording" ? { report: reportOf(event) } : {};
  return { type, ...room, path: withoutFileParameters(path), ...report };
}

function reportOf(event: EslEvent): RecordingReport {
  const milliseconds = numberOf(event.get("Milliseconds-Elapsed"));
  const bytes = numberOf(event.get("Record-File-Size"));
  const samples = numberOf(event.get("Samples-Out"));
  return {
    ...(milliseconds === undefined ? {} : { milliseconds }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(samples === undefined ? {} : { samples }),
  };
}

/** Member events of which the whole report is of use; the others of a member mean nothing to the state. */
const REPORTS: ReadonlySet<string> = new Set([
  "mute-member",
  "unmute-member",
  "deaf-member",
  "undeaf-member",
  "hold-member",
  "unhold-member",
  "vmute-member",
  "unvmute-member",
  "start-talking",
  "stop-talking",
  "energy-level-member",
  "auto-energy-level-member",
  "max-energy-level-member",
  "energy-level",
  "volume-in-member",
  "volume-out-member",
  "volume-level",
  "gain-level",
]);

function decodeMemberAction(event: EslEvent, action: string, room: Room): DomainEvent | undefined {
  const member = memberFacts(event, action);
  if (!member) return undefined;
  if (action === "add-member") return { type: "memberJoined", ...room, member };
  if (action === "del-member") return { type: "memberLeft", ...room, member };
  if (action === "dtmf") {
    const control = controlOf(event.get("Data"));
    return control && { type: "controlPressed", ...room, member, control };
  }
  if (!REPORTS.has(action)) return undefined;
  return { type: "memberChanged", ...room, member, ...reportedValues(event, action) };
}

function reportedValues(event: EslEvent, action: string) {
  const level = (name: string) => numberOf(event.get(name));
  return {
    talking: talkingAfter(action),
    muted: action === "mute-member" ? true : action === "unmute-member" ? false : undefined,
    // Caller controls name the two from the caller's side: "talk" is what leaves for the room (conference_loop.c).
    volumeIn:
      action === "volume-in-member"
        ? level("Volume-Level")
        : action === "gain-level"
          ? level("New-Level")
          : undefined,
    volumeOut:
      action === "volume-out-member"
        ? level("Volume-Level")
        : action === "volume-level"
          ? level("New-Level")
          : undefined,
  };
}

/** Muting and holding clear "talking" in the switch without a stop-talking event (conference_api.c). */
function talkingAfter(action: string): boolean | undefined {
  if (action === "start-talking") return true;
  if (action === "stop-talking" || action === "mute-member" || action === "hold-member")
    return false;
  return undefined;
}

function conferenceFacts(event: EslEvent, node: string): ConferenceFacts | undefined {
  const uuid = event.get("Conference-Unique-ID");
  const name = event.get("Conference-Name");
  if (!uuid || !name) return undefined;
  const size = numberOf(event.get("Conference-Size"));
  const ghosts = numberOf(event.get("Conference-Ghosts"));
  return {
    node,
    uuid,
    name,
    profile: event.get("Conference-Profile-Name") ?? "",
    domain: event.get("Conference-Domain") ?? "",
    size: size === undefined ? undefined : size + (ghosts ?? 0),
  };
}

function memberFacts(event: EslEvent, action: string): MemberFacts | undefined {
  const id = event.get("Member-ID");
  if (!id) return undefined;
  return {
    id,
    uuid: event.get("Unique-ID") ?? "",
    name: event.get("Caller-Caller-ID-Name") ?? "",
    number: event.get("Caller-Caller-ID-Number") ?? "",
    hear: event.get("Hear") === "true",
    speak: event.get("Speak") === "true",
    hold: event.get("Hold") === "true",
    video: event.get("Video") === "true",
    moderator: event.get("Member-Type") === "moderator",
    talking: event.get("Talking") === "true",
    energy: energyOf(event, action),
  };
}

function energyOf(event: EslEvent, action: string): number {
  if (action === "energy-level") return numberOf(event.get("New-Level")) ?? 0;
  // Here the header comes twice and the second one is the maximum level (conference_api.c).
  const first = action === "max-energy-level-member" ? event.getAll("Energy-Level")[0] : undefined;
  return numberOf(first ?? event.get("Energy-Level")) ?? 0;
}

function decodeApi(event: EslEvent, node: string): DomainEvent | undefined {
  if (event.get("API-Command") !== "conference") return undefined;
  const [name, command, target] = splitApiArguments(event.get("API-Command-Argument") ?? "");
  if (!name || command?.toLowerCase() !== "mute" || target !== "all") return undefined;
  return { type: "allMuted", node, name, ...momentOf(event) };
}

function momentOf(event: EslEvent): EventMoment {
  const microseconds = numberOf(event.get("Event-Date-Timestamp"));
  return {
    at: microseconds === undefined ? 0 : Math.floor(microseconds / 1000),
    sequence: event.sequence,
  };
}

function controlOf(data: string | undefined): Control | undefined {
  return CONTROLS.find((control) => control === data);
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function isKeyOf<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
