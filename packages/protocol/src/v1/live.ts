import { z } from "zod";

/** `id` is the caller's number, `confid` FreeSWITCH's Member-ID; ids are strings everywhere. */
export const LiveMemberV1 = z.strictObject({
  name: z.string(),
  id: z.string(),
  confid: z.string(),
  mute: z.boolean(),
});
export type LiveMemberV1 = z.infer<typeof LiveMemberV1>;

/** v1 says "nobody" with an empty object. */
export const MemberOrNobodyV1 = z.union([LiveMemberV1, z.strictObject({})]);
export type MemberOrNobodyV1 = z.infer<typeof MemberOrNobodyV1>;

export const RecordingStateV1 = z.union([
  z.strictObject({ status: z.literal("norec") }),
  z.strictObject({ status: z.enum(["running", "paused"]), file: z.string() }),
]);
export type RecordingStateV1 = z.infer<typeof RecordingStateV1>;

export const LiveConferenceV1 = z.strictObject({
  name: z.string(),
  context: z.string(),
  type: z.string(),
  num: z.string(),
  recording: RecordingStateV1,
  locked: z.boolean(),
  floor: MemberOrNobodyV1,
  lastjoin: MemberOrNobodyV1,
  lastleave: MemberOrNobodyV1,
  memcount: z.number().int().nonnegative(),
  members: z.array(LiveMemberV1),
});
export type LiveConferenceV1 = z.infer<typeof LiveConferenceV1>;

/** `regid` is the registration's SIP Call-ID, `sipcon` the phone's `ip:port`. */
export const RegistrationV1 = z.strictObject({
  id: z.string(),
  regid: z.string(),
  sipcon: z.string(),
});
export type RegistrationV1 = z.infer<typeof RegistrationV1>;

/** What `exec` may ask of a whole conference. */
export const CONTROL_CALLS = [
  "lock",
  "unlock",
  "startrec",
  "pauserec",
  "resumerec",
  "stoprec",
  "muteall",
  "kickall",
] as const;
export type ControlCall = (typeof CONTROL_CALLS)[number];

/** What `memexec` may ask of one member. */
export const MEMBER_CALLS = ["mute", "unmute", "kick"] as const;
export type MemberCall = (typeof MEMBER_CALLS)[number];

/** What a client sends. Keys it does not know are ignored, as the ancestor's clients may send more. */
export const ClientMessageV1 = z.discriminatedUnion("req", [
  z.object({ req: z.literal("init") }),
  z.object({ req: z.literal("initreg") }),
  z.object({ req: z.literal("exec"), conference: z.string(), call: z.enum(CONTROL_CALLS) }),
  z.object({
    req: z.literal("memexec"),
    conference: z.string(),
    call: z.enum(MEMBER_CALLS),
    member: z.string(),
  }),
]);
export type ClientMessageV1 = z.infer<typeof ClientMessageV1>;

const conference = z.string();
const file = z.string();
const message = <Name extends string, Shape extends z.core.$ZodShape>(event: Name, shape: Shape) =>
  z.strictObject({ event: z.literal(event), ...shape });

/** Everything the server sends over `/api/live`. */
export const ServerMessageV1 = z.union([
  message("reply", { reply: z.literal("init"), data: z.array(LiveConferenceV1) }),
  message("reply", { reply: z.literal("initreg"), data: z.array(RegistrationV1) }),
  message("newConference", { data: LiveConferenceV1 }),
  message("delConference", { conference }),
  message("newMember", { conference, data: LiveMemberV1 }),
  message("delMember", { conference, data: z.string() }),
  message("floorchange", { conference, data: MemberOrNobodyV1 }),
  message("mute", { conference, data: z.string() }),
  message("unmute", { conference, data: z.string() }),
  message("muteAll", { conference }),
  message("lock", { conference }),
  message("unlock", { conference }),
  message("recStart", { conference, file }),
  message("recPause", { conference, file }),
  message("recResume", { conference, file }),
  message("recStop", { conference }),
  message("newLiveState", { data: z.array(LiveConferenceV1) }),
  message("addReg", { user: RegistrationV1 }),
  message("delReg", { user: RegistrationV1 }),
  message("newXML", {}),
  message("error", { error: z.string() }),
]);
export type ServerMessageV1 = z.infer<typeof ServerMessageV1>;
