import type { CallSession } from "../call-session.js";
import { parseDialString } from "./dial-string.js";
import type { Pairs, Prospect, Resolved } from "./endpoints.js";
import { OriginateNotes } from "./originate-notes.js";
import { fireUserOutgoing } from "./outgoing-call.js";

export interface OriginateRequest {
  readonly dialString: string;
  /** The call that wants it; undefined for one out of nothing. */
  readonly caller?: CallSession | undefined;
  readonly callerId?: { readonly name: string; readonly number: string } | undefined;
  /** Context of the calls that are made, `default` unless given. */
  readonly context?: string | undefined;
  readonly timeoutMs?: number | undefined;
  /** Gives it up: everything that rings is cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** Someone rings; only told once. */
  onRinging?(call: CallSession): void;
  /** Whether sound before the answer is as good as an answer; only asked while one alone is called. */
  takesEarly?(): boolean;
  /** Who was taken for its early sound has answered. */
  onAnswer?(call: CallSession): void;
}

export type OriginateOutcome =
  | { readonly call: CallSession; readonly cause: "SUCCESS"; readonly viaUser: boolean }
  | { readonly call: undefined; readonly cause: string };

/** What a beginning call tells whoever started it. */
export interface Progress {
  ringing(): void;
  early(): void;
  answered(): void;
}

/** Who makes calls for others. */
export interface Originator {
  originate(request: OriginateRequest): Promise<OriginateOutcome>;
}

export interface OriginatorHouse {
  resolve(url: string, variables: Pairs): Resolved;
  /** Begins a call; settles when it is on its way. */
  place(
    prospect: Prospect,
    request: OriginateRequest,
    variables: Pairs,
    progress: Progress,
  ): CallSession;
  after(ms: number, work: () => void): () => void;
}

const DEFAULT_TIMEOUT_S = 60;

/** Calls whoever a dial string names until somebody answers. Never rejects. */
export async function originate(
  house: OriginatorHouse,
  request: OriginateRequest,
): Promise<OriginateOutcome> {
  const plan = parseDialString(request.dialString);
  let outcome: OriginateOutcome = { call: undefined, cause: "DESTINATION_OUT_OF_ORDER" };
  for (const targets of plan.alternatives) {
    const found: { prospect: Prospect; variables: Pairs }[] = [];
    const causes: string[] = [];
    for (const { url, variables } of targets) {
      const all = [...plan.variables, ...variables];
      const resolved = house.resolve(url, all);
      if (typeof resolved === "string") causes.push(resolved);
      else found.push(...resolved.map((prospect) => ({ prospect, variables: all })));
    }
    if (found.length > 0) outcome = await race(house, request, found);
    else outcome = { call: undefined, cause: causes[0] ?? "DESTINATION_OUT_OF_ORDER" };
    if (outcome.call || request.signal?.aborted) return outcome;
  }
  return outcome;
}

type Contender = { readonly prospect: Prospect; readonly variables: Pairs };

const find = (variables: Pairs, name: string): string | undefined =>
  variables.findLast(([key]) => key === name)?.[1];

function timeoutOf(request: OriginateRequest, variables: Pairs): number {
  const { caller, timeoutMs } = request;
  const seconds =
    find(variables, "originate_timeout") ??
    find(variables, "call_timeout") ??
    caller?.channel.variables.get("originate_timeout") ??
    caller?.channel.variables.get("call_timeout");
  const given = Number(seconds);
  return given > 0 ? given * 1000 : (timeoutMs ?? DEFAULT_TIMEOUT_S * 1000);
}

/** All ring at once; the first who answers has the call, the others are cancelled. */
function race(
  house: OriginatorHouse,
  request: OriginateRequest,
  contenders: readonly Contender[],
): Promise<OriginateOutcome> {
  return new Promise((resolve) => {
    const calls = new Set<CallSession>();
    const timers: (() => void)[] = [];
    let begun = 0;
    let cause = "NORMAL_TEMPORARY_FAILURE";
    let done = false;
    let rang = false;
    let winner: CallSession | undefined;
    const notes = new OriginateNotes(request.caller);
    const finish = (outcome: OriginateOutcome, causeOfOthers: string): void => {
      if (done) return;
      done = true;
      winner = outcome.call;
      for (const stop of timers) stop();
      request.signal?.removeEventListener("abort", abort);
      for (const call of calls) if (call !== outcome.call) call.hangup(causeOfOthers);
      resolve(outcome);
    };
    const won = (call: CallSession, viaUser: boolean): void => {
      notes.won(call, viaUser);
      finish({ call, cause: "SUCCESS", viaUser }, "LOSE_RACE");
    };
    const giveUp = (why: string): void => finish({ call: undefined, cause: why }, why);
    const abort = (): void => giveUp("ORIGINATOR_CANCEL");
    const ended = (call: CallSession): void => {
      calls.delete(call);
      if (call !== winner) notes.failed(call);
      cause = call.channel.facts.hangupCause;
      if (calls.size === 0 && begun === contenders.length) giveUp(cause);
    };
    request.signal?.addEventListener("abort", abort);
    const shortest = Math.min(...contenders.map((each) => timeoutOf(request, each.variables)));
    timers.push(house.after(shortest, () => giveUp("NO_ANSWER")));
    for (const { prospect, variables } of contenders) {
      const call = house.place(prospect, request, variables, {
        ringing: () => {
          if (!done && !rang) request.onRinging?.(call);
          rang = true;
        },
        early: () => {
          const alone = !done && contenders.length === 1;
          if (alone && request.takesEarly?.()) won(call, prospect.viaUser);
        },
        answered: () => {
          if (done) {
            if (winner === call) request.onAnswer?.(call);
            return;
          }
          const { viaUser } = prospect;
          // A caller is answered first: whoever bridges them tells it then.
          if (viaUser && !request.caller) fireUserOutgoing(call);
          won(call, viaUser);
        },
      });
      begun += 1;
      calls.add(call);
      notes.placed(call);
      call.whenOver.add(() => ended(call));
      const legTimeout = Number(find(variables, "leg_timeout"));
      if (legTimeout > 0)
        timers.push(house.after(legTimeout * 1000, () => call.hangup("NO_ANSWER")));
    }
    if (request.signal?.aborted) abort();
  });
}
