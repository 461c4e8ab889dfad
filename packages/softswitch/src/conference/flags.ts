import type { Caller } from "./types.js";

/** Conference flags of mod-conference 7.2 that a room remembers. */
export const CONFERENCE_FLAGS = [
  "wait-mod",
  "video-floor-only",
  "audio-always",
  "restart-auto-record",
  "json-events",
  "livearray-sync",
  "livearray-json-status",
  "rfc-4579",
  "auto-3d-position",
  "minimize-video-encoding",
  "video-bridge-first-two",
  "video-required-for-canvas",
  "video-mute-exit-canvas",
  "manage-inbound-video-bitrate",
  "video-muxing-personal-canvas",
  "ded-vid-layer-audio-floor",
  "breakable",
] as const;

/** At most ten elements are looked at; the tenth is the unparsed rest (conference_utils_set_mflags). */
function words(text: string, limit: number): string[] {
  return text
    .split(/[|,]/)
    .slice(0, limit)
    .map((word) => word.trim().toLowerCase())
    .filter(Boolean);
}

type FlagPatch = Partial<
  Pick<
    Caller,
    | "canHear"
    | "canSpeak"
    | "canSee"
    | "canBeSeen"
    | "muteDetect"
    | "moderator"
    | "ghost"
    | "endConference"
    | "mandatoryEndConference"
    | "minTwo"
    | "videoBridge"
    | "passDigits"
    | "noPositional"
  >
>;

const MEMBER_FLAGS: Readonly<Record<string, FlagPatch>> = {
  mute: { canSpeak: false },
  deaf: { canHear: false },
  vmute: { canBeSeen: false },
  blind: { canSee: false },
  "mute-detect": { muteDetect: true },
  moderator: { moderator: true },
  ghost: { ghost: true },
  endconf: { endConference: true },
  mandatory_member_endconf: { mandatoryEndConference: true },
  mintwo: { minTwo: true },
  "video-bridge": { videoBridge: true },
  "dist-dtmf": { passDigits: true },
  "no-positional": { noPositional: true },
};

export type MemberFlags = Required<FlagPatch>;

const NO_FLAGS: MemberFlags = {
  canHear: true,
  canSpeak: true,
  canSee: true,
  canBeSeen: true,
  muteDetect: false,
  moderator: false,
  ghost: false,
  endConference: false,
  mandatoryEndConference: false,
  minTwo: false,
  videoBridge: false,
  passDigits: false,
  noPositional: false,
};

function apply(flags: MemberFlags, text: string): MemberFlags {
  return Object.assign({ ...flags }, ...words(text, 10).map((word) => MEMBER_FLAGS[word]));
}

/**
 * Flags of a joining member: the profile's member-flags, then the call's own. Any call flags reset speaking, hearing
 * and being seen first, so they cancel a `mute` of the profile.
 */
export function memberFlags(profileFlags: string, callFlags: string): MemberFlags {
  const own = apply(NO_FLAGS, profileFlags);
  if (callFlags === "") return own;
  return apply({ ...own, canSpeak: true, canHear: true, canBeSeen: true }, callFlags);
}

/** Whether the call's flags forbid it to create a room. */
export function isJoinOnly(callFlags: string): boolean {
  return words(callFlags, 10).includes("join-only");
}

/** Conference flags of the profile and of the creating call; rooms of the dialplan always have JSON status. */
export function conferenceFlags(profileFlags: string, callFlags: string): Set<string> {
  const known = new Set<string>(CONFERENCE_FLAGS);
  const asked = [...words(profileFlags, 25), ...words(callFlags, 25)];
  return new Set(["livearray-json-status", ...asked.filter((word) => known.has(word))]);
}
