import { formatLocalDate, LOG_LEVELS, type LogLine } from "../core/index.js";

/** Reply texts are built in 512 bytes there, one of them for the end mark (mod_event_socket.c, parse_command). */
const MAX_REPLY_BYTES = 511;

export const AUTH_REQUEST = "Content-Type: auth/request\n\n";

export const DISCONNECT_TEXT =
  "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";

const REJECTED_TEXT = "Access Denied, go away.\n";

export const RUDE_REJECTION = `Content-Type: text/rude-rejection\nContent-Length: ${REJECTED_TEXT.length}\n\n${REJECTED_TEXT}`;

/** Cuts to a number of bytes, never inside a UTF-8 character. */
function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString("utf8")
    .replace(/\uFFFD+$/, "");
}

/** `command/reply`, with further headers as lines. */
export function replyFrame(text: string, headers: readonly string[] = []): string {
  const lines = ["Content-Type: command/reply", `Reply-Text: ${cut(text, MAX_REPLY_BYTES)}`];
  return `${[...lines, ...headers].join("\n")}\n\n`;
}

export function apiFrame(body: string): string {
  return `Content-Type: api/response\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}`;
}

/** `text/disconnect-notice`; of a connection bound to a session it names the session. */
export function noticeFrame(body: string = DISCONNECT_TEXT, uuid?: string): string {
  const session =
    uuid === undefined ? "" : `Controlled-Session-UUID: ${uuid}\nContent-Disposition: disconnect\n`;
  return `Content-Type: text/disconnect-notice\n${session}Content-Length: ${Buffer.byteLength(body)}\n\n${body}`;
}

/** The session is over but the connection stays; -1 for as long as the client likes. */
export function lingerFrame(uuid: string, channelName: string, seconds: number): string {
  return [
    "Content-Type: text/disconnect-notice",
    `Controlled-Session-UUID: ${uuid}`,
    "Content-Disposition: linger",
    `Channel-Name: ${channelName}`,
    `Linger-Time: ${seconds}`,
    "Content-Length: 0\n\n",
  ].join("\n");
}

/** `log/data`; the text carries date, idle time, level and place, as the log module formats it. */
export function logFrame(line: LogLine, at: Date = new Date()): string {
  const micros = String(at.getMilliseconds() * 1000).padStart(6, "0");
  const place = `[${line.level.toUpperCase()}] ${line.file}:${line.line}`;
  const body = `${formatLocalDate(at)}.${micros} 99.00% ${place} ${line.text}`;
  const headers = [
    "Content-Type: log/data",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Log-Level: ${LOG_LEVELS.indexOf(line.level)}`,
    "Text-Channel: 0",
    `Log-File: ${line.file}`,
    `Log-Func: ${line.function}`,
    `Log-Line: ${line.line}`,
    `User-Data: ${line.userData}`,
  ];
  return `${headers.join("\n")}\n\n${body}`;
}
