import { replyFrame } from "./frames.js";
import type { Answer, EslSession } from "./session.js";
import { parseEventWords } from "./subscription.js";

const reply = (text: string): Answer => ({ frame: replyFrame(text) });

const SESSION_EVENTS =
  "CHANNEL_ANSWER CHANNEL_APPLICATION CHANNEL_BRIDGE CHANNEL_CREATE CHANNEL_DATA CHANNEL_DESTROY " +
  "CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP CHANNEL_HANGUP_COMPLETE CHANNEL_ORIGINATE " +
  "CHANNEL_UUID CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_STATE " +
  "CHANNEL_UNBRIDGE CHANNEL_UNPARK DETECTED_SPEECH DTMF NOTALK TALK";

/**
 * Binds the connection to a session. An unknown uuid is only refused when something follows it, because
 * mod_event_socket.c cuts the line there before it looks; for the same reason a format word has no effect.
 */
export function myEvents(session: EslSession, rest: string): Answer {
  const [uuid = "", ...more] = rest.trim().split(" ");
  const known = session.core.sessions.exists(uuid);
  if (!known && more.length > 0) return reply("-ERR invalid uuid");
  if (known) session.boundUuid = uuid;
  session.subscription.add(parseEventWords(SESSION_EVENTS));
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
