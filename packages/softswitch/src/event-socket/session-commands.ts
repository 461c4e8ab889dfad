import type { EventFormat } from "@parley/esl";
import { encodeEvent } from "@parley/esl/switch";
import { type EventSource, type Header, unfiredHeaders } from "../core/index.js";
import { notFound } from "./auth.js";
import { replyFrame } from "./frames.js";
import type { Answer, EslSession } from "./session.js";
import { parseEventWords } from "./subscription.js";

const reply = (text: string): Answer => ({ frame: replyFrame(text) });

const SESSION_EVENTS =
  "CHANNEL_ANSWER CHANNEL_APPLICATION CHANNEL_BRIDGE CHANNEL_CREATE CHANNEL_DATA CHANNEL_DESTROY " +
  "CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_ORIGINATE " +
  "CHANNEL_UUID CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_STATE " +
  "CHANNEL_UNBRIDGE CHANNEL_UNPARK DETECTED_SPEECH DTMF NOTALK TALK";

const CONNECT: EventSource = {
  file: "mod_event_socket.c",
  function: "parse_command",
  line: 2021,
};

/** The whole of the reply is one event without a frame around it. */
export function connect(session: EslSession): Answer {
  const { call, core, outbound } = session;
  if (call === undefined) return notFound;
  const headers: Header[] = [
    ...unfiredHeaders(core, "CHANNEL_DATA", CONNECT, Date.now()),
    ...call.dataHeaders(),
    ["Content-Type", "command/reply"],
    ["Reply-Text", "+OK\n"],
    ["Socket-Mode", outbound?.async === false ? "static" : "async"],
    ["Control", outbound?.full ? "full" : "single-channel"],
  ];
  const frame = encodeEvent(
    headers.filter(([, value]) => value !== ""),
    undefined,
    "plain",
  );
  const after = () => outbound?.connected();
  return { frame: frame.subarray(frame.indexOf("\n\n") + 2), own: true, after };
}

/** A variable that is not set is told as an unknown command. */
export function getVariable(session: EslSession, rest: string): Answer {
  const value = session.call?.getVariable(rest);
  return value ? reply(value) : notFound;
}

export function resume(session: EslSession): Answer {
  if (session.call === undefined) return notFound;
  session.call.setVariable("socket_resume", "true");
  return reply("+OK");
}

/**
 * Binds an inbound connection to a session. An unknown uuid is only refused when something follows it, because
 * mod_event_socket.c cuts the line there before it looks; for the same reason a format word has no effect.
 */
function bind(session: EslSession, rest: string): Answer | undefined {
  const [uuid = "", ...more] = rest.trim().split(" ");
  const known = session.core.sessions.exists(uuid);
  if (!known && more.length > 0) return reply("-ERR invalid uuid");
  if (known) session.boundUuid = uuid;
  return undefined;
}

/** The words are looked for anywhere in the line, in one case or the other. */
function formatOf(line: string): EventFormat | undefined {
  if (/json|JSON/.test(line)) return "json";
  return /xml|XML/.test(line) ? "xml" : undefined;
}

/** From now on only events of the session are sent. */
export function myEvents(session: EslSession, rest: string): Answer {
  if (session.onlyOwnEvents) return reply("-ERR aready enabled.");
  const bound = session.boundUuid !== undefined;
  const refused = bound ? undefined : bind(session, rest);
  if (refused) return refused;
  const words = parseEventWords(SESSION_EVENTS);
  session.subscription.add({ ...words, format: bound ? formatOf(rest) : undefined });
  session.onlyOwnEvents = true;
  return reply("+OK Events Enabled");
}

export function divertEvents(session: EslSession, rest: string): Answer {
  if (session.boundUuid === undefined) return reply("-ERR not controlling a session.");
  if (rest === "") return reply("-ERR missing value.");
  return reply(rest.toLowerCase() === "on" ? "+OK events diverted" : "+OK events not diverted");
}

/** Without a time the connection stays after the hangup until the client leaves it. */
export function linger(session: EslSession, rest: string): Answer {
  if (session.boundUuid === undefined) return reply("-ERR not controlling a session");
  const seconds = Number.parseInt(rest, 10);
  session.lingerSeconds = Number.isNaN(seconds) ? -1 : seconds;
  return reply(
    session.lingerSeconds < 0 ? "+OK will linger" : `+OK will linger ${seconds} seconds`,
  );
}

export function noLinger(session: EslSession): Answer {
  if (session.boundUuid === undefined) return reply("-ERR not controlling a session");
  session.lingerSeconds = undefined;
  return reply("+OK will not linger");
}
