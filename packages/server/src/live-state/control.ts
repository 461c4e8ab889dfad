import type { ControlCall, MemberCall, RecordingActor } from "@parley/protocol";
import type { ConferenceCommands } from "../switch/index.js";
import {
  decideRecording,
  type Effect,
  type EffectFacts,
  effectsOf,
  PROMPTS,
  type RecordingRefusal,
  type RecordingWish,
} from "./effects.js";
import { conferenceKey } from "./entities.js";
import type { DomainEvent } from "./events.js";
import type { LiveConference, LiveMember, LiveState } from "./types.js";

/** A recording asked for that has not begun after this long is not awaited any more. */
const PENDING_MS = 10_000;

const REFUSAL_TEXTS: Record<RecordingRefusal, string> = {
  notRecording: "the conference is not being recorded",
  alreadyRecording: "the conference is being recorded already",
  pausedPressResume: "the recording is paused, resume it",
  starting: "the recording is just starting",
};

/** The wish does not fit what is going on in the conference; nothing was sent to the switch. */
export class ControlRefusedError extends Error {
  readonly reason: RecordingRefusal | "noSuchMember" | "ended" | "noSpace";
  constructor(reason: ControlRefusedError["reason"], text: string) {
    super(text);
    this.name = "ControlRefusedError";
    this.reason = reason;
  }
}

/** There is too little room for another recording. */
export class NoSpaceError extends ControlRefusedError {
  constructor(text: string) {
    super("noSpace", text);
    this.name = "NoSpaceError";
  }
}

/** Somebody's wish about recordings that is on its way to the switch. */
export interface RecordingRequest {
  readonly wish: RecordingWish;
  /** As the switch is given them. */
  readonly paths: readonly string[];
  readonly by: RecordingActor;
}

export interface ControlOptions {
  readonly switch: { conference(name: string): ConferenceCommands };
  readonly state: () => LiveState;
  readonly recordingsDir: () => string;
  readonly typeOf: (conference: LiveConference) => string;
  readonly now?: () => number;
  /** Asked before every start of a recording: why there may be none, undefined where it may. */
  readonly recordingRefusal?: () => Promise<string | undefined>;
  /** Told who asked for what is about to be sent: the switch's events name nobody. Called back when it failed. */
  readonly onRecordingAsked?: (request: RecordingRequest) => () => void;
  /** The name under which everybody sees a member; what the phone sent unless told. */
  readonly nameOf?: (conference: LiveConference, member: LiveMember) => string;
  /** Told of every effect that failed; nobody waits for the answer of a DTMF control. */
  readonly onEffectFailed?: (effect: Effect, error: unknown) => void;
}

/** Controls live conferences: for people by call, for telephones by their DTMF controls. */
export interface ConferenceControl {
  /** `by` is who asks. Rejects with ControlRefusedError or an error of the switch room. */
  exec(conference: LiveConference, call: ControlCall, by?: RecordingActor): Promise<void>;
  memberExec(conference: LiveConference, memberId: string, call: MemberCall): Promise<void>;
  /** Does what an event asks for; `before` is the state before it. */
  handle(event: DomainEvent, before: LiveState): void;
}

export function createConferenceControl(options: ControlOptions): ConferenceControl {
  return new Controller(options);
}

const RECORDING_CALLS = {
  startrec: "start",
  pauserec: "pause",
  resumerec: "resume",
  stoprec: "stop",
} as const satisfies Partial<Record<ControlCall, RecordingWish>>;

const WISH_OF_EFFECT: Partial<Record<Effect["type"], RecordingWish>> = {
  startRecording: "start",
  pauseRecording: "pause",
  resumeRecording: "resume",
  stopRecordings: "stop",
};

class Controller implements ConferenceControl {
  readonly #options: ControlOptions;
  /** The recording that was asked for, and until when it is awaited, by conference key. */
  readonly #pending = new Map<string, { readonly path: string; readonly until: number }>();

  constructor(options: ControlOptions) {
    this.#options = options;
  }

  async exec(conference: LiveConference, call: ControlCall, by?: RecordingActor): Promise<void> {
    const current = this.#current(conference);
    const commands = this.#options.switch.conference(current.name);
    switch (call) {
      case "lock":
        return commands.lock();
      case "unlock":
        return commands.unlock();
      case "muteall":
        return commands.muteAll();
      case "kickall":
        return commands.kickAll();
      default:
        return this.#record(current, RECORDING_CALLS[call], by);
    }
  }

  async memberExec(conference: LiveConference, memberId: string, call: MemberCall): Promise<void> {
    const current = this.#current(conference);
    // Only ids that are known reach the switch: it would take `all` or `variable=value` as well.
    if (!current.members.has(memberId))
      throw new ControlRefusedError("noSuchMember", `no member ${memberId} in ${current.name}`);
    await this.#options.switch.conference(current.name)[call](memberId);
  }

  handle(event: DomainEvent, before: LiveState): void {
    if ("path" in event || event.type === "conferenceEnded")
      this.#pending.delete(`${event.conference.node}/${event.conference.uuid}`);
    for (const effect of effectsOf(before, event, this.#facts()))
      this.#perform(effect, this.#presserOf(event, before)).catch((error) =>
        this.#onFailed(effect, error),
      );
  }

  #presserOf(event: DomainEvent, before: LiveState): RecordingActor | undefined {
    if (event.type !== "controlPressed") return undefined;
    const conference = before.conferences.get(conferenceKey(event.conference));
    const member = conference?.members.get(event.member.id);
    if (!conference || !member) return undefined;
    const name = this.#options.nameOf?.(conference, member) ?? member.name;
    return { kind: "member", number: member.number, name };
  }

  #onFailed(effect: Effect, error: unknown): void {
    this.#options.onEffectFailed?.(effect, error);
    if (!(error instanceof NoSpaceError)) return;
    // Whoever pressed the key has no screen to read why: at least it is heard that nothing is recorded.
    const heard: Effect = {
      type: "play",
      key: effect.key,
      name: effect.name,
      file: PROMPTS.notRecording,
    };
    this.#perform(heard).catch((failure) => this.#options.onEffectFailed?.(heard, failure));
  }

  async #record(
    conference: LiveConference,
    wish: RecordingWish,
    by: RecordingActor | undefined,
  ): Promise<void> {
    const decision = decideRecording(conference, wish, this.#facts());
    if (decision.refused)
      throw new ControlRefusedError(decision.refused, REFUSAL_TEXTS[decision.refused]);
    for (const effect of decision.effects) await this.#perform(effect, by);
  }

  async #perform(effect: Effect, by?: RecordingActor): Promise<void> {
    const takeBack = by && this.#tellAsked(effect, by);
    try {
      await this.#send(effect);
    } catch (error) {
      takeBack?.();
      throw error;
    }
  }

  #tellAsked(effect: Effect, by: RecordingActor): (() => void) | undefined {
    const wish = WISH_OF_EFFECT[effect.type];
    if (wish === undefined) return undefined;
    const paths = "path" in effect ? [effect.path] : this.#pathsIn(effect.key);
    return this.#options.onRecordingAsked?.({ wish, paths, by });
  }

  #pathsIn(key: string): string[] {
    const recordings = this.#options.state().conferences.get(key)?.recordings.keys() ?? [];
    const pending = this.#pending.get(key);
    return [...recordings, ...(pending ? [pending.path] : [])];
  }

  async #send(effect: Effect): Promise<void> {
    const commands = this.#options.switch.conference(effect.name);
    switch (effect.type) {
      case "muteAll":
        return commands.muteAll();
      case "lock":
        return commands.lock();
      case "unlock":
        return commands.unlock();
      case "play":
        return commands.play(effect.file);
      case "startRecording":
        return this.#start(effect.key, effect.path, () => commands.startRecording(effect.path));
      case "pauseRecording":
        return commands.pauseRecording(effect.path);
      case "resumeRecording":
        return commands.resumeRecording(effect.path);
      case "stopRecordings":
        return commands.stopRecording("all");
    }
  }

  async #start(key: string, path: string, send: () => Promise<void>): Promise<void> {
    this.#pending.set(key, { path, until: this.#now() + PENDING_MS });
    try {
      const refusal = await this.#options.recordingRefusal?.();
      if (refusal !== undefined) throw new NoSpaceError(refusal);
      await send();
    } catch (error) {
      this.#pending.delete(key);
      throw error;
    }
  }

  #current(conference: LiveConference): LiveConference {
    const current = this.#options.state().conferences.get(conference.key);
    if (!current) throw new ControlRefusedError("ended", `${conference.name} has ended`);
    return current;
  }

  #facts(): EffectFacts {
    const now = this.#now();
    for (const [key, { until }] of this.#pending) if (until <= now) this.#pending.delete(key);
    return {
      now,
      recordingsDir: this.#options.recordingsDir(),
      typeOf: this.#options.typeOf,
      pending: new Set(this.#pending.keys()),
    };
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}
