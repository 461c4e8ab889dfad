import { isArrayValue, splitArray } from "../array-value.js";
import { decodeEvent, decodeReplyEvent } from "../decode-event.js";
import type { Frame } from "../frame-decoder.js";
import type { Headers } from "../headers.js";
import { Event } from "./event.js";
import type { HeaderMap, HeaderValue } from "./types.js";

/** A frame in all the forms listeners are given. */
export interface Arrival {
  readonly event: Event;
  /** The outer headers. */
  readonly headers: HeaderMap;
  /** The frame's body: for an event its whole payload. */
  readonly body: string;
}

/** Never throws: what cannot be decoded is left out or replaced by U+FFFD. */
export function toArrival(frame: Frame): Arrival {
  const body = frame.body.toString("utf8");
  return { event: toEvent(frame, body), headers: Object.fromEntries(outerHeaders(frame)), body };
}

/** The frame carries an event: framed as one, or as the bare block that answers `connect`. */
export function carriesEvent(frame: Frame): boolean {
  return frame.contentType.startsWith("text/event-") || frame.headers.has("Event-Name");
}

function toEvent(frame: Frame, body: string): Event {
  if (frame.contentType.startsWith("text/event-")) return fromPayload(frame);
  const isBlock = frame.headers.has("Event-Name");
  const pairs = isBlock ? pairsOf(decodeReplyEvent(frame).headers) : outerHeaders(frame);
  return new Event(Object.fromEntries([...pairs, ...replyWords(pairs)]), body);
}

function fromPayload(frame: Frame): Event {
  const { headers, body } = decodeEvent(frame);
  // In plain form the classic interface hands out the joined text, in the two others the list.
  const pairs = pairsOf(headers, !frame.contentType.endsWith("plain"));
  if (body !== undefined) pairs.push(["Content-Length", Buffer.byteLength(body)]);
  return new Event(Object.fromEntries(pairs), body ?? "");
}

function outerHeaders(frame: Frame): [string, HeaderValue][] {
  return pairsOf(frame.headers);
}

function pairsOf(headers: Headers, lists = false): [string, HeaderValue][] {
  return headers.entries().map(([name, text]) => {
    if (name === "Content-Length" && /^\d{1,15}$/.test(text)) return [name, Number(text)];
    return [name, lists && isArrayValue(text) ? splitArray(text) : text];
  });
}

/** The text behind +OK or -ERR, under names that programs for the classic interface ask for. */
function replyWords(pairs: readonly [string, HeaderValue][]): [string, HeaderValue][] {
  const reply = String(pairs.find(([name]) => name === "Reply-Text")?.[1] ?? "").trimEnd();
  const match = /^([+-])(OK|ERR) ?(.*)$/s.exec(reply);
  return match === null ? [] : [[`Modesl-Reply-${match[2]}`, match[3] ?? ""]];
}
