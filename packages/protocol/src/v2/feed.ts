import { z } from "zod";
import { moment } from "./common.js";
import {
  ChatMessage,
  ConferenceCommand,
  LiveConferenceV2,
  LiveMemberV2,
  MemberCommand,
  RegistrationV2,
} from "./live.js";
import { PROBLEM_CODES } from "./problem.js";
import { RECORDING_ALARMS } from "./recordings.js";

/**
 * What a client sends over `GET /api/v2/feed` (WebSocket, signed in by the session's cookie). Without a `resume` as
 * the first message within a second, or when `epoch` or `seq` are not known any more, a `snapshot` comes.
 */
export const ClientMessageV2 = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("hello"),
    resume: z.strictObject({ epoch: z.string(), seq: z.number().int().min(0) }).optional(),
  }),
  /** `id` is the client's own; the `answer` carries it. */
  z.strictObject({
    type: z.literal("command"),
    id: z.string().max(64),
    conference: z.string().max(128),
    member: z.string().max(32).optional(),
    command: z.union([ConferenceCommand, MemberCommand]),
  }),
  z.strictObject({
    type: z.literal("say"),
    id: z.string().max(64),
    conference: z.string().max(128),
    text: z.string().trim().min(1).max(2000),
  }),
  z.strictObject({ type: z.literal("ping"), id: z.string().max(64) }),
]);
export type ClientMessageV2 = z.infer<typeof ClientMessageV2>;

const conference = z.string();
const message = <Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) =>
  z.object({ type: z.literal(type), ...shape });
/** Numbered: each is one more than the one before for this client's role, from `epoch`'s beginning. */
const numbered = <Type extends string, Shape extends z.core.$ZodShape>(type: Type, shape: Shape) =>
  message(type, { seq: z.number().int(), at: moment, ...shape });

/** What changed. A conference's own facts (all but `members`) come whole; a member comes whole. */
export const FeedEventV2 = z.discriminatedUnion("type", [
  numbered("conferenceStarted", { conference: LiveConferenceV2 }),
  numbered("conferenceChanged", { conference: LiveConferenceV2.omit({ members: true }) }),
  numbered("conferenceEnded", { id: conference }),
  numbered("memberJoined", { id: conference, member: LiveMemberV2 }),
  numbered("memberChanged", { id: conference, member: LiveMemberV2 }),
  numbered("memberLeft", { id: conference, member: z.string() }),
  /** A recording does not grow, was stopped for want of space, or could not be begun (then there is no such file). */
  numbered("recordingTrouble", {
    id: conference,
    file: z.string(),
    trouble: z.enum(RECORDING_ALARMS),
  }),
  numbered("chat", { id: conference, message: ChatMessage }),
  numbered("registered", { registration: RegistrationV2 }),
  numbered("unregistered", { id: z.string() }),
  /** Users or conferences have changed: lists read before are old. */
  numbered("configurationChanged", { version: z.number().int() }),
  /** Whether the switch can be reached; while it is not, live state stands still. */
  numbered("switch", { connected: z.boolean() }),
]);
export type FeedEventV2 = z.infer<typeof FeedEventV2>;

export const ServerMessageV2 = z.discriminatedUnion("type", [
  message("welcome", { epoch: z.string(), seq: z.number().int(), resumed: z.boolean() }),
  /** Takes the place of everything known; events go on with `seq` + 1. */
  message("snapshot", {
    epoch: z.string(),
    seq: z.number().int(),
    switch: z.object({ connected: z.boolean() }),
    conferences: z.array(LiveConferenceV2),
    registrations: z.array(RegistrationV2),
  }),
  ...FeedEventV2.options,
  message("answer", {
    id: z.string(),
    ok: z.boolean(),
    code: z.enum(PROBLEM_CODES).optional(),
    detail: z.string().optional(),
  }),
  message("pong", { id: z.string(), at: moment }),
  /** The client sent something that is no message; `detail` says what. */
  message("problem", { detail: z.string() }),
]);
export type ServerMessageV2 = z.infer<typeof ServerMessageV2>;
