import { type CaptureStep, readCapture } from "../../../tests/_util/captures.js";
import type { Header } from "../src/core/index.js";
import { framesIn } from "./raw-client.js";

/** One recorded event: headers in order, repeated names kept. */
export interface RecordedEvent {
  readonly name: string;
  readonly headers: readonly Header[];
  get(name: string): string | undefined;
}

/** What happened in a recorded conference, as steps that can be taken again. */
export type RecordedStep =
  | { readonly kind: "call"; readonly user: string; readonly uuid: string }
  | { readonly kind: "hangup"; readonly uuid: string }
  | { readonly kind: "command"; readonly line: string; readonly reply: string | undefined };

export interface RecordedConference {
  readonly events: readonly RecordedEvent[];
  readonly steps: readonly RecordedStep[];
}

/** JSON.parse would drop repeated names, so the object is read pair by pair. */
function readPairs(text: string): Header[] {
  const pairs: Header[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)":("(?:[^"\\]|\\.)*"|\[[^\]]*\])/g;
  for (const [, name = "", value = ""] of text.matchAll(pattern)) {
    const parsed = JSON.parse(value) as string | string[];
    const joined = typeof parsed === "string" ? parsed : `ARRAY::${parsed.join("|:")}`;
    pairs.push([JSON.parse(`"${name}"`) as string, joined]);
  }
  return pairs;
}

function makeEvent(body: string): RecordedEvent {
  const headers = readPairs(body);
  const get = (name: string): string | undefined => headers.findLast(([key]) => key === name)?.[1];
  return { name: get("Event-Name") ?? "", headers, get };
}

interface Sent {
  readonly line: string;
  readonly reply: string;
}

function sentCommands(steps: readonly CaptureStep[]): Sent[] {
  const bytes = Buffer.concat(steps.filter(({ dir }) => dir === "in").map(({ data }) => data));
  const replies = framesIn(bytes).filter(({ head }) =>
    head.some(([, value]) => value === "api/response"),
  );
  const lines = steps
    .filter(({ dir, data }) => dir === "out" && data.toString().startsWith("api "))
    .map(({ data }) => data.toString().trim().slice("api ".length));
  return lines.map((line, at) => ({ line, reply: replies[at]?.body ?? "" }));
}

function stepOf(event: RecordedEvent, sent: Sent[], jobs: ReadonlyMap<string, string[]>) {
  const uuid = event.get("Unique-ID") ?? "";
  if (event.name === "CHANNEL_CREATE") {
    return { kind: "call", user: event.get("Caller-Username") ?? "", uuid } as const;
  }
  if (event.name === "CHANNEL_HANGUP") return { kind: "hangup", uuid } as const;
  if (event.name !== "API") return undefined;
  const line = `${event.get("API-Command")} ${event.get("API-Command-Argument") ?? ""}`.trim();
  const own = sent[0]?.line === line ? sent.shift() : undefined;
  return { kind: "command", line, reply: own?.reply ?? jobs.get(line)?.shift() } as const;
}

/** Reads a capture in JSON format: its events as they arrived and the steps that caused them. */
export function recordedConference(name: string): RecordedConference {
  const steps = readCapture(name);
  const bytes = Buffer.concat(steps.filter(({ dir }) => dir === "in").map(({ data }) => data));
  const events = framesIn(bytes)
    .filter(({ head }) => head.some(([, value]) => value === "text/event-json"))
    .map(({ body }) => makeEvent(body));
  const jobs = new Map<string, string[]>();
  for (const event of events.filter(({ name }) => name === "BACKGROUND_JOB")) {
    const line = `${event.get("Job-Command")} ${event.get("Job-Command-Arg") ?? ""}`.trim();
    jobs.set(line, [...(jobs.get(line) ?? []), event.get("_body") ?? ""]);
  }
  const sent = sentCommands(steps);
  return { events, steps: events.flatMap((event) => stepOf(event, sent, jobs) ?? []) };
}
