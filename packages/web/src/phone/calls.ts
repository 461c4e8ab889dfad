import type { Call, CallEnd } from "./types.js";

export type CallEvent =
  | {
      readonly type: "dialled";
      readonly id: string;
      readonly at: number;
      readonly number: string;
      readonly name: string;
      readonly video: boolean;
      readonly listening: boolean;
    }
  | {
      readonly type: "came";
      readonly id: string;
      readonly at: number;
      readonly number: string;
      readonly name: string;
      readonly offersVideo: boolean;
    }
  | { readonly type: "sent"; readonly id: string }
  | { readonly type: "rang"; readonly id: string; readonly early: boolean }
  | { readonly type: "answered"; readonly id: string; readonly at: number }
  | { readonly type: "ended"; readonly id: string; readonly at: number; readonly end: CallEnd }
  | { readonly type: "dismissed"; readonly id: string }
  | { readonly type: "changed"; readonly id: string; readonly change: CallChange }
  /** `undefined`: nothing is asked any more. */
  | { readonly type: "asked"; readonly id: string; readonly pending: Call["pending"] };

export type CallChange = Partial<
  Pick<Call, "held" | "remoteHeld" | "muted" | "listening" | "video" | "remoteVideo">
>;

/** In the order they began. */
export type Calls = readonly Call[];

const FRESH = {
  held: false,
  remoteHeld: false,
  muted: false,
  listening: false,
  early: false,
  video: false,
  remoteVideo: false,
  offersVideo: false,
} as const;

/** The calls after an event. An unknown call, or one that has ended, changes nothing. */
export function happened(calls: Calls, event: CallEvent): Calls {
  switch (event.type) {
    case "dialled": {
      const { id, at, number, name, video, listening } = event;
      const call = { ...FRESH, id, number, name, startedAt: at, video, listening };
      return began(calls, { ...call, direction: "outgoing", state: "preparing" });
    }
    case "came": {
      const { id, at, number, name, offersVideo } = event;
      const call = { ...FRESH, id, number, name, startedAt: at, offersVideo };
      return began(calls, { ...call, direction: "incoming", state: "ringing" });
    }
    case "dismissed":
      return calls.some(({ id }) => id === event.id)
        ? calls.filter(({ id }) => id !== event.id)
        : calls;
    default:
      return changed(calls, event.id, (call) => next(call, event));
  }
}

const began = (calls: Calls, call: Call): Calls =>
  calls.some(({ id }) => id === call.id) ? calls : [...calls, call];

type Later = Exclude<CallEvent, { type: "dialled" | "came" | "dismissed" }>;

function next(call: Call, event: Later): Call {
  switch (event.type) {
    case "sent":
      return call.state === "preparing" ? { ...call, state: "calling" } : call;
    case "rang":
      return rang(call, event.early);
    case "answered":
      return call.state === "active" ? call : { ...call, state: "active", answeredAt: event.at };
    case "ended": {
      const { pending: _, ...rest } = call;
      return { ...rest, state: "ended", endedAt: event.at, end: event.end };
    }
    case "changed":
      return differs(call, event.change) ? { ...call, ...event.change } : call;
    case "asked": {
      const { pending: _, ...rest } = call;
      return event.pending === undefined ? rest : { ...rest, pending: event.pending };
    }
  }
}

/** Sound that has begun before the answer goes on, whatever else rings (183 and then 180). */
function rang(call: Call, early: boolean): Call {
  if (call.state !== "calling" && call.state !== "ringing") return call;
  const after = { ...call, state: "ringing", early: call.early || early } as const;
  return after.state === call.state && after.early === call.early ? call : after;
}

const differs = (call: Call, change: CallChange): boolean =>
  Object.entries(change).some(([key, value]) => call[key as keyof CallChange] !== value);

function changed(calls: Calls, id: string, change: (call: Call) => Call): Calls {
  const call = calls.find((each) => each.id === id);
  if (!call || call.state === "ended") return calls;
  const after = change(call);
  return after === call ? calls : calls.map((each) => (each === call ? after : each));
}

export const isLive = ({ state }: Call): boolean => state !== "ended";

/** The call one hears: under way and not held. */
export const currentCall = (calls: Calls): Call | undefined =>
  calls.find((call) => isLive(call) && !call.held && !isIncoming(call));

/** Rings here and waits to be answered. */
export const isIncoming = ({ direction, state }: Call): boolean =>
  direction === "incoming" && state === "ringing";

/** What must be held before another call is spoken in. */
export const othersToHold = (calls: Calls, id: string): Calls =>
  calls.filter((call) => call.id !== id && call.state === "active" && !call.held);
