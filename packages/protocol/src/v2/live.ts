import { z } from "zod";
import { moment, value } from "./common.js";
import { RECORDING_TROUBLES, RecordingActor } from "./recordings.js";

export const LiveMemberV2 = z.object({
  /** FreeSWITCH's Member-ID. */
  id: z.string(),
  name: z.string(),
  number: z.string(),
  muted: z.boolean(),
  deaf: z.boolean(),
  moderator: z.boolean(),
  talking: z.boolean(),
  hold: z.boolean(),
  video: z.boolean(),
  handRaised: z.boolean(),
  energy: z.number().int(),
  volumeIn: z.number().int(),
  volumeOut: z.number().int(),
  joinedAt: moment,
});
export type LiveMemberV2 = z.infer<typeof LiveMemberV2>;

export const LiveRecordingV2 = z.object({
  /** Name of the file below the recordings' folder. */
  file: z.string(),
  status: z.enum(["running", "paused"]),
  startedAt: moment.optional(),
  startedBy: RecordingActor.optional(),
  /** Its file does not grow although it runs. */
  trouble: z.enum(RECORDING_TROUBLES).optional(),
});
export type LiveRecordingV2 = z.infer<typeof LiveRecordingV2>;

export const LiveConferenceV2 = z.object({
  /** Unique for ever; a name may be used again. */
  id: z.string(),
  node: z.string(),
  name: z.string(),
  /** Of the configured conference; absent for one that is not in the configuration. */
  number: z.string().optional(),
  context: z.string().optional(),
  type: z.string(),
  locked: z.boolean(),
  /** Member id. */
  floor: z.string().optional(),
  recordings: z.array(LiveRecordingV2),
  startedAt: moment,
  /** In the order of joining. */
  members: z.array(LiveMemberV2),
  /** What the asker may do here. */
  controllable: z.boolean(),
});
export type LiveConferenceV2 = z.infer<typeof LiveConferenceV2>;

export const LiveConferences = z.object({ items: z.array(LiveConferenceV2) });
export type LiveConferences = z.infer<typeof LiveConferences>;

const plain = <const Names extends readonly [string, ...string[]]>(names: Names) =>
  z.strictObject({ command: z.enum(names) });

/** What one may ask of a whole conference. `play` takes a name of `/prompts`. */
export const CONFERENCE_COMMANDS = [
  "lock",
  "unlock",
  "muteAll",
  "unmuteAll",
  "kickAll",
  "startRecording",
  "pauseRecording",
  "resumeRecording",
  "stopRecording",
  "stopPlaying",
] as const;
export const ConferenceCommand = z.discriminatedUnion("command", [
  plain(CONFERENCE_COMMANDS),
  z.strictObject({ command: z.literal("play"), prompt: value }),
]);
export type ConferenceCommand = z.infer<typeof ConferenceCommand>;

/** What one may ask of a member; of one's own also `raiseHand`, `lowerHand`, `mute`, `unmute`, `leave` (kick). */
export const MEMBER_COMMANDS = [
  "mute",
  "unmute",
  "deaf",
  "undeaf",
  "kick",
  "floor",
  "raiseHand",
  "lowerHand",
] as const;
export const MemberCommand = z.discriminatedUnion("command", [
  plain(MEMBER_COMMANDS),
  /** mod_conference's steps from -4 to 4. */
  z.strictObject({
    command: z.enum(["volumeIn", "volumeOut"]),
    level: z.number().int().min(-4).max(4),
  }),
  /** 0 to 20,000: below it a member's sound is not passed on. */
  z.strictObject({ command: z.literal("energy"), level: z.number().int().min(0).max(20_000) }),
  z.strictObject({ command: z.literal("rename"), name: value }),
  /** To another configured conference, by number. */
  z.strictObject({ command: z.literal("transfer"), conference: value }),
]);
export type MemberCommand = z.infer<typeof MemberCommand>;

/** The switch has done it; the events that follow tell of the effect. */
export const CommandDone = z.object({ done: z.literal(true) });
export type CommandDone = z.infer<typeof CommandDone>;

export const ChatMessage = z.object({
  id: z.string(),
  at: moment,
  from: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;
export const ChatMessages = z.object({ items: z.array(ChatMessage) });
export const NewChatMessage = z.strictObject({ text: z.string().trim().min(1).max(2000) });

export const RegistrationV2 = z.object({
  id: z.string(),
  /** The SIP Call-ID of the phone's REGISTER. */
  callId: z.string(),
  user: z.string(),
  name: z.string().optional(),
  node: z.string(),
  profile: z.string(),
  address: z.string(),
  expiresAt: moment.optional(),
});
export type RegistrationV2 = z.infer<typeof RegistrationV2>;
export const Registrations = z.object({ items: z.array(RegistrationV2) });
export type Registrations = z.infer<typeof Registrations>;

/** Sound files a conference can be played: names below the switch's sound prefix. */
export const Prompts = z.object({ items: z.array(z.object({ name: z.string() })) });
export type Prompts = z.infer<typeof Prompts>;
