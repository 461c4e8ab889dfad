import type { ConferenceProfileRecord } from "../core/index.js";

/** A conference profile with FreeSWITCH's defaults filled in (mod-conference 8). */
export interface ProfileSettings {
  readonly rate: number;
  readonly interval: number;
  readonly domain: string | undefined;
  readonly energyLevel: number;
  readonly autoEnergyLevel: number;
  readonly maxEnergyLevel: number;
  readonly maxEnergyMuteMs: number;
  readonly maxEnergyHits: number;
  readonly agcLevel: number;
  readonly memberFlags: string;
  readonly conferenceFlags: string;
  readonly pin: string | undefined;
  readonly moderatorPin: string | undefined;
  readonly pinRetries: number;
  readonly maxMembers: number;
  readonly endGraceTime: number;
  readonly suppressed: ReadonlySet<string>;
  readonly verboseEvents: boolean;
  readonly callerControls: string;
  readonly moderatorControls: string | undefined;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  readonly soundPrefix: string | undefined;
  readonly videoMode: "passthrough" | "transcode" | "mux";
  readonly autoRecord: string | undefined;
  readonly minRecordingMembers: number;
  readonly heartbeatSeconds: number;
  /** alone-sound, muted-sound …: every param that names a sound. */
  readonly sounds: ReadonlyMap<string, string>;
}

const number = (text: string | undefined, fallback: number): number => {
  const value = Number.parseInt(text ?? "", 10);
  return Number.isFinite(value) && value >= 0 ? value : fallback;
};

const filled = (text: string | undefined): string | undefined =>
  text === undefined || text === "" ? undefined : text;

const truthy = (text: string | undefined): boolean =>
  /^(true|yes|on|enable|enabled|active|allow|[1-9]\d*)$/i.test(text ?? "");

function soundsOf(params: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries(params).filter(([name, value]) => /-sound$/.test(name) && value));
}

function videoModeOf(text: string | undefined): ProfileSettings["videoMode"] {
  return text === "mux" || text === "transcode" ? text : "passthrough";
}

/** FreeSWITCH reads `_` in a param's name as `-` (conference_new). */
function normalize(record: ConferenceProfileRecord | undefined): Record<string, string> {
  const entries = Object.entries(record?.params ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name.replaceAll("_", "-"), value]));
}

/** Reads a profile; a missing one gives the built-in defaults. */
export function readProfile(record: ConferenceProfileRecord | undefined): ProfileSettings {
  const params = normalize(record);
  return {
    rate: number(params["rate"], 8000),
    interval: number(params["interval"], 20),
    domain: filled(params["domain"]),
    energyLevel: number(params["energy-level"], 0),
    autoEnergyLevel: number(params["auto-energy-level"], 0),
    maxEnergyLevel: number(params["max-energy-level"], 0),
    maxEnergyMuteMs: number(params["max-energy-level-mute-ms"], 0),
    maxEnergyHits: number(params["max-energy-hit-trigger"], 5),
    agcLevel: number(params["auto-gain-level"], 0),
    memberFlags: params["member-flags"] ?? "",
    conferenceFlags: params["conference-flags"] ?? "",
    pin: filled(params["pin"]),
    moderatorPin: filled(params["moderator-pin"]),
    pinRetries: number(params["pin-retries"], 3),
    maxMembers: number(params["max-members"], 0) === 1 ? 0 : number(params["max-members"], 0),
    endGraceTime: number(params["endconf-grace-time"], 0),
    suppressed: new Set((params["suppress-events"] ?? "").split(",").filter(Boolean)),
    verboseEvents: truthy(params["verbose-events"]),
    callerControls: params["caller-controls"] || "default",
    moderatorControls: filled(params["moderator-controls"]),
    callerIdName: params["caller-id-name"] || "conference",
    callerIdNumber: params["caller-id-number"] || "0000000000",
    soundPrefix: filled(params["sound-prefix"]),
    videoMode: videoModeOf(params["video-mode"]),
    autoRecord: filled(params["auto-record"]),
    minRecordingMembers: number(params["min-required-recording-participants"], 1),
    heartbeatSeconds: number(params["heartbeat-period-sec"], 0),
    sounds: soundsOf(params),
  };
}
