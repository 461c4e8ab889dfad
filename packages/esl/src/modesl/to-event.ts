import { isArrayValue, splitArray } from "../decoding/array-value.js";
import { decodeEvent } from "../decoding/decode-event.js";
import { decodeReplyEvent } from "../decoding/reply-event.js";
import type { EslEvent } from "../events/event.js";
import type { Headers } from "../events/headers.js";
import type { Frame } from "../framing/frame.js";
import { Event } from "./event.js";
import { EventContent, type EventSource, type Header } from "./event-content.js";
import type { HeaderMap, HeaderValue } from "./types.js";

/** A frame in all the forms listeners are given. */
export interface Arrival {
  readonly event: Event;
  /** The outer headers. */
  readonly headers: HeaderMap;
  /** The frame's body: for an event its whole payload. */
  readonly body: string;
}

const LENGTH = "Content-Length";

/** Never throws: what cannot be decoded is left out or replaced by U+FFFD. */
export function toArrival(frame: Frame): Arrival {
  const body = frame.body.toString("utf8");
  if (isEventFrame(frame)) {
    const headers = { [LENGTH]: frame.body.length, "Content-Type": frame.contentType };
    return { event: new Event(new EventContent(payloadSource(frame))), headers, body };
  }
  const headers = Object.fromEntries(pairsOf(frame.headers));
  if (!frame.headers.has("Event-Name"))
    return { event: new Event({ ...headers, ...replyWords(headers) }, body), headers, body };
  const decoded = Object.fromEntries(pairsOf(decodeReplyEvent(frame).headers));
  return { event: new Event({ ...decoded, ...replyWords(decoded) }, body), headers, body };
}

/** The frame carries an event: framed as one, or as the bare block that answers `connect`. */
export function carriesEvent(frame: Frame): boolean {
  return isEventFrame(frame) || frame.headers.has("Event-Name");
}

function isEventFrame(frame: Frame): boolean {
  return frame.contentType.startsWith("text/event-");
}

function payloadSource(frame: Frame): EventSource {
  const event = decodeEvent(frame);
  // In plain form the classic interface hands out the joined text, in the two others the list.
  const lists = !frame.contentType.endsWith("plain");
  return {
    get(name) {
      const text = event.get(name);
      if (text !== undefined) return toValue(name, text, lists);
      return name.toLowerCase() === "content-length" ? lengthOf(event) : undefined;
    },
    list: () => listOf(event, lists),
    body: () => event.body ?? "",
  };
}

function listOf(event: EslEvent, lists: boolean): Header[] {
  const pairs = pairsOf(event.headers, lists);
  const length = lengthOf(event);
  if (length !== undefined) pairs.push([LENGTH, length]);
  // Of equal names the last one counts, as in the classic interface.
  return Object.entries(Object.fromEntries(pairs)).map(([name, value]) => ({ name, value }));
}

/** The switch's own line in front of a body is no header of the event; the classic interface shows it. */
function lengthOf({ body }: EslEvent): number | undefined {
  return body === undefined ? undefined : Buffer.byteLength(body);
}

function pairsOf(headers: Headers, lists = false): [string, HeaderValue][] {
  return headers.entries().map(([name, text]) => [name, toValue(name, text, lists)]);
}

function toValue(name: string, text: string, lists: boolean): HeaderValue {
  if (name === LENGTH && /^\d{1,15}$/.test(text)) return Number(text);
  return lists && isArrayValue(text) ? splitArray(text) : text;
}

/** The text behind +OK or -ERR, under names that programs for the classic interface ask for. */
function replyWords(headers: HeaderMap): HeaderMap {
  const reply = String(headers["Reply-Text"] ?? "").trimEnd();
  const match = /^([+-])(OK|ERR) ?(.*)$/s.exec(reply);
  return match === null ? {} : { [`Modesl-Reply-${match[2]}`]: match[3] ?? "" };
}
