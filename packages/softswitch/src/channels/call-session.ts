import type { AudioClock } from "../audio/index.js";
import type { Conferences, LeaveReason, MemberChannel } from "../conference/index.js";
import type { Header, SwitchCore } from "../core/index.js";
import type { ApplicationResult } from "./applications/applications.js";
import { DigitDesk } from "./applications/digit-desk.js";
import { parkWhole } from "./applications/parking.js";
import { playTold } from "./applications/playing.js";
import { Program } from "./applications/program.js";
import { SoundDesk } from "./applications/sound-desk.js";
import type { Task } from "./applications/task.js";
import { Visit } from "./applications/visit.js";
import type { Bridge } from "./bridging/bridging.js";
import type { Originator } from "./bridging/originate.js";
import { flipCallerId } from "./bridging/outgoing-call.js";
import { type CallerProfile, type Direction, profileFields } from "./caller-profile.js";
import type { Channel } from "./channel.js";
import type { DialplanAction } from "./dialplan/dialplan.js";
import { expand } from "./dialplan/expand.js";
import { huntRoute } from "./dialplan/hunting.js";
import { destroyChannel, reportEnd } from "./ending.js";
import { CREATE, HANGUP } from "./event-sources.js";
import { setFirstVariables } from "./first-variables.js";
import { answerCall, markRinging, openMedia } from "./legs/answering.js";
import type { Leg, MaybeLater, Values } from "./legs/leg.js";
import { listenerOf } from "./legs/leg-listener.js";
import { leaveRoomFor, transferCall } from "./transferring.js";
import type { CallOptions } from "./types.js";

export interface SessionInput {
  readonly core: SwitchCore;
  readonly conferences: Conferences;
  readonly clock: AudioClock;
  readonly originator: Originator;
  readonly channel: Channel;
  readonly leg: Leg;
  readonly serial: number;
  readonly userVariables: readonly (readonly [string, string])[];
  readonly options: CallOptions;
  now(): number;
  soon(work: () => void): void;
  after(ms: number, work: () => void): void;
  find(uuid: string): CallSession | undefined;
  all(): readonly CallSession[];
  ended(session: CallSession): void;
}

/** One call on its way: through the dialplan, its applications, a conference, a bridge, to its end. */
export class CallSession implements MemberChannel {
  /** Who called whom before any transfer. */
  readonly first: CallerProfile;
  readonly channel: Channel;
  readonly leg: Leg;
  readonly digits: DigitDesk;
  readonly sound: SoundDesk;
  readonly program: Program;
  /** Settles with the hangup cause when the last event about the call is told. */
  readonly over: Promise<string>;
  /** Settles with the hangup cause as soon as the call is hung up. */
  readonly hungUp: Promise<string>;
  /** The call it is joined with, one way or the other. */
  bridge: Bridge | undefined;
  /** Whoever bridges it still looks at it: until then its channel stays. */
  heldBy: Promise<void> | undefined;
  /** Called in turn once the call is over. */
  readonly whenOver = new Set<() => void>();
  #settle: (cause: string) => void = () => {};
  #settleHungUp: (cause: string) => void = () => {};
  readonly #visit: Visit;
  #visitTask: Task | undefined;
  #finished = false;
  #byPhone: { readonly after: Values } | undefined;

  constructor(readonly input: SessionInput) {
    this.channel = input.channel;
    this.leg = input.leg;
    this.first = input.channel.facts.profile;
    this.digits = new DigitDesk(this);
    this.sound = new SoundDesk(() => this.leg.audio);
    this.#visit = new Visit(this);
    this.program = new Program(this, {
      route: (given) => this.route(given),
      park: () => parkWhole(this),
      ranOut: () => this.hangup("NORMAL_CLEARING"),
      over: () => this.#finish(),
      failed: (error) => input.core.log("err", `${this.name}: ${String(error)}`),
    });
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.hungUp = new Promise((resolve) => {
      this.#settleHungUp = resolve;
    });
    this.leg.listener = listenerOf(this);
  }

  get uuid(): string {
    return this.channel.uuid;
  }

  get name(): string {
    return this.channel.name;
  }

  get direction(): Direction {
    return this.channel.direction;
  }

  get hasVideo(): boolean {
    return this.leg.hasVideo;
  }

  get callerIdName(): string {
    return this.channel.facts.profile.callerIdName;
  }

  get callerIdNumber(): string {
    return this.channel.facts.profile.callerIdNumber;
  }

  get memberId(): number | undefined {
    return this.#visit.memberId;
  }

  get isOver(): boolean {
    return this.channel.facts.hangupCause !== "";
  }

  get isAnswered(): boolean {
    return this.channel.facts.answerState === "answered";
  }

  headers(): readonly Header[] {
    return this.channel.headers();
  }

  variableHeaders(): readonly Header[] {
    return this.channel.variables.headers();
  }

  /** Channel variables, then what the profile knows, then global ones. */
  getVariable(name: string): string | undefined {
    const known = profileFields(this.channel.facts.profile, this.uuid, this.name);
    const own =
      this.channel.variables.get(name) ?? (Object.hasOwn(known, name) ? known[name] : undefined);
    return own || this.input.core.variables.get(name);
  }

  setVariable(name: string, value: string | undefined): void {
    this.channel.variables.set(name, value === "" ? undefined : value);
  }

  expand(text: string): string {
    const { core } = this.input;
    return expand(text, {
      core,
      getVariable: (name) => this.getVariable(name),
      getElement: (name, index) => this.channel.variables.element(name, index),
    });
  }

  setConferenceAudio(rate: number | undefined): void {
    this.channel.setReadCodec(rate);
  }

  /** From the INVITE to where the call rests: in a conference, parked, asked for a pin, or over. */
  start(): void {
    const { channel } = this;
    channel.run("CS_NEW");
    setFirstVariables(this.input);
    channel.update({ state: "CS_INIT" });
    channel.run("CS_INIT");
    channel.update({ state: "CS_ROUTING" });
    channel.fireExtended("CHANNEL_CREATE", CREATE);
    channel.update({ running: "CS_ROUTING" });
    channel.setCallState("RINGING");
    this.route(this.input.options.actions);
  }

  /** A digit, from the phone (`RTP`, `INFO`) or from an API command (`APP`). */
  press(digit: string, from: "RTP" | "INFO" | "APP", duration = 2000): void {
    if (!this.isOver) this.digits.press(digit, from, duration);
  }

  speak(on: boolean): void {
    this.#visit.speak(on);
  }

  /** Marks the call as answered; a second time does nothing. Ready at once, or when media is agreed on. */
  answer(): MaybeLater<void> {
    return answerCall(this);
  }

  /** Sound before the answer. */
  preAnswer(): MaybeLater<void> {
    return openMedia(this, true);
  }

  ringReady(): void {
    if (this.channel.facts.answerState !== "ringing" || this.isOver) return;
    this.leg.ring();
    markRinging(this);
  }

  hangup(cause: string): void {
    if (this.isOver) return;
    this.channel.update({ state: "CS_HANGUP", answerState: "hangup", hangupCause: cause });
    this.channel.fireExtended("CHANNEL_HANGUP", HANGUP);
    if (this.#byPhone) this.channel.variables.setAll(this.#byPhone.after);
    this.#settleHungUp(cause);
    this.program.interrupt();
  }

  /** The room is left: the conference application is complete, the dialplan goes on. */
  leftConference(reason: LeaveReason, target?: string, sound?: string): void {
    this.#visit.left();
    if (target !== undefined && !this.isOver) leaveRoomFor(this, reason, target);
    const task = this.#visitTask;
    this.#visitTask = undefined;
    const playing = sound && !this.isOver ? playTold(this, sound) : undefined;
    if (playing) playing.done.then(() => task?.finish());
    else task?.finish();
  }

  /** Goes to another extension; the rest of this one is forgotten (switch_ivr_session_transfer). */
  transfer(
    extension: string,
    dialplan?: string,
    context?: string,
    inline: readonly DialplanAction[] = [],
  ): void {
    transferCall(this, { extension, dialplan, context, inline });
  }

  /** Runs an application at once, beside what the call is doing (`sendmsg` with execute). */
  execute(application: string, data: string, uuid?: string): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return this.program.runBeside({ application, data }, uuid);
  }

  /** Sits down in a conference; `wait` while the call stays there. */
  joinConference(data: string, task: Task): ApplicationResult {
    this.#visitTask = task;
    task.onStop = () => {
      if (!this.#visit.leave()) task.finish();
    };
    const result = this.#visit.join(data);
    if (result === "done") this.#visitTask = undefined;
    return result;
  }

  /** Looks up the extension (or takes the given actions) and runs what it says. */
  route(given?: readonly DialplanAction[]): void {
    const { channel } = this;
    channel.update({ hitDialplan: true });
    channel.run("CS_ROUTING");
    if (this.direction === "outbound" && !channel.variables.get("channel_cid_flipped")) {
      flipCallerId(this);
    }
    const actions = given ?? huntRoute(this)?.actions;
    if (actions === undefined) {
      this.hangup("NO_ROUTE_DESTINATION");
      this.program.resume();
    } else this.run(actions);
  }

  /** Runs applications as the dialplan would. */
  run(actions: readonly DialplanAction[]): void {
    const { channel } = this;
    channel.update({ state: "CS_EXECUTE", hitDialplan: true });
    channel.variables.set("call_uuid", this.uuid);
    channel.run("CS_EXECUTE");
    this.program.load(actions);
    this.program.resume();
  }

  /** The phone ended it; what it said of the end is noted when the hangup is told. */
  endedByPhone(cause: string, before: Values, after: Values): void {
    if (this.isOver) return;
    this.#byPhone = { after };
    this.channel.variables.setAll(before);
    this.hangup(cause);
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    reportEnd(this, this.#byPhone !== undefined);
    this.leg.close();
    for (const work of this.whenOver) work();
    if (this.heldBy) void this.heldBy.then(() => this.#destroy());
    else this.#destroy();
  }

  #destroy(): void {
    destroyChannel(this);
    this.input.ended(this);
    this.#settle(this.channel.facts.hangupCause);
  }
}
