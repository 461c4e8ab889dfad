import type { SoundFacts } from "../audio/index.js";
import type { Header } from "../core/index.js";
import type { ProfileSettings } from "./profile.js";

/** What a conference needs of the channel that sits in it; the channels room provides it. */
export interface MemberChannel {
  readonly uuid: string;
  readonly name: string;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  readonly direction: "inbound" | "outbound";
  readonly hasVideo: boolean;
  /** The channel block of events (mod-conference 4.1); the same array until the channel changes. */
  headers(): readonly Header[];
  /** `variable_*` headers, for rooms with verbose events. */
  variableHeaders(): readonly Header[];
  /** Channel variables first, then global ones. */
  getVariable(name: string): string | undefined;
  /** `undefined` removes the variable. */
  setVariable(name: string, value: string | undefined): void;
  expand(text: string): string;
  answer(): void;
  /** Audio in the conference is linear; the CODEC event tells so. `undefined` restores the call's codec. */
  setConferenceAudio(rate: number | undefined): void;
  /** Ends the call; it leaves its seat on the way. */
  hangup(cause: string): void;
  /**
   * The conference application is over for this channel; its dialplan goes on, or it moves to `target`. Its sound and
   * video are free again. `sound` is what a kicked caller is to hear first, ready for `openSound`.
   */
  leftConference(reason: LeaveReason, target?: string, sound?: string): void;
}

export const LEAVE_REASONS = ["hangup", "kick", "hup", "control", "transfer", "dialplan"] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

/**
 * A caller in a room. `voice` is the level that comes from its microphone, 0 is silence. Where that is `measured`, the
 * sound of the room tells when it talks, and `score` is the level smoothed; else its voice is taken for what it is.
 */
export interface Caller {
  readonly type: "caller";
  readonly id: number;
  readonly channel: MemberChannel;
  readonly joinedAt: number;
  readonly lastTalkingAt: number | undefined;
  readonly voice: number;
  readonly measured: boolean;
  readonly score: number;
  readonly canHear: boolean;
  readonly canSpeak: boolean;
  readonly canSee: boolean;
  readonly canBeSeen: boolean;
  readonly talking: boolean;
  readonly hold: boolean;
  readonly muteDetect: boolean;
  readonly moderator: boolean;
  readonly ghost: boolean;
  readonly endConference: boolean;
  readonly mandatoryEndConference: boolean;
  readonly minTwo: boolean;
  readonly videoBridge: boolean;
  readonly passDigits: boolean;
  readonly noPositional: boolean;
  readonly silent: boolean;
  /** Kicked, hung up or on its way to another room: for commands it does not exist any more. */
  readonly leaving: boolean;
  readonly energyLevel: number;
  readonly autoEnergyLevel: number;
  readonly maxEnergyLevel: number;
  readonly maxEnergyMuteMs: number;
  readonly maxEnergyHits: number;
  readonly agcLevel: number;
  readonly volumeIn: number;
  readonly volumeOut: number;
  readonly reservationId: string | undefined;
  readonly roleId: string | undefined;
  readonly talkingSince: number | undefined;
  readonly files: readonly FileNode[];
  readonly relations: readonly Relation[];
}

/** A recorder sits in the member list like a caller, without a channel. */
export interface RecordingNode {
  readonly type: "recording_node";
  readonly id: number;
  readonly path: string;
  readonly paused: boolean;
  readonly automatic: boolean;
  /** Milliseconds since the epoch. */
  readonly joinedAt: number;
}

export type Member = Caller | RecordingNode;

export interface Recorder {
  readonly path: string;
  readonly automatic: boolean;
}

export interface Relation {
  readonly id: number;
  readonly speak: boolean;
  readonly hear: boolean;
  readonly sendVideo: boolean;
}

/** A file being played or waiting to be: to the room, or to one member. */
export interface FileNode extends SoundFacts {
  readonly id: number;
  readonly path: string;
  readonly async: boolean;
  /** Undefined while it waits or is paused. */
  readonly startedAt: number | undefined;
  /** Samples played before `startedAt`. */
  readonly position: number;
  readonly paused: boolean;
  readonly stopped: boolean;
  /** Granular volume: decibels from -50, which is silence, to 50. */
  readonly volume: number;
  /** How many times it still plays to the room, this time included; below 0 without end, 0 is once. */
  readonly loops: number;
  /** The member it plays to does not hear the room meanwhile. */
  readonly alone: boolean;
}

/** One live conference, as a value: every change makes a new one. */
export interface Room {
  readonly uuid: string;
  readonly name: string;
  readonly domain: string;
  readonly profileName: string;
  readonly profile: ProfileSettings;
  readonly createdAt: number;
  /** Newest first, as FreeSWITCH keeps its list. */
  readonly members: readonly Member[];
  readonly floorHolder: number;
  /** Whose video the others see; 0 for nobody. */
  readonly videoFloorHolder: number;
  readonly locked: boolean;
  readonly destruct: boolean;
  readonly waitForModerator: boolean;
  readonly answered: boolean;
  readonly enforceMin: boolean;
  readonly minMembers: number;
  readonly mandatoryCount: number;
  /** When the room has to end because its last mandatory member left; undefined while it may go on. */
  readonly endsAt: number | undefined;
  readonly exitSoundOn: boolean;
  readonly enterSoundOn: boolean;
  readonly enterSound: string | undefined;
  readonly exitSound: string | undefined;
  readonly flags: ReadonlySet<string>;
  readonly maxMembers: number;
  readonly pin: string | undefined;
  readonly moderatorPin: string | undefined;
  readonly soundPrefix: string | undefined;
  readonly callerIdName: string;
  readonly callerIdNumber: string;
  readonly endGraceTime: number;
  readonly noMusic: boolean;
  readonly musicSound: string | undefined;
  readonly variables: ReadonlyMap<string, string>;
  /** Recordings asked for and not yet closed; grows before the file is open (conference_api.c). */
  readonly recordCount: number;
  readonly recordFilename: string | undefined;
  /** Recorders asked for and not yet asked to stop; their nodes join the members when the file is open. */
  readonly recorders: readonly Recorder[];
  readonly files: readonly FileNode[];
  readonly asyncFile: FileNode | undefined;
  readonly lastFileId: number;
}

export type { SoundFacts };
