import type { Conferences, LeaveReason, MemberChannel } from "../conference/index.js";
import type { Header, SwitchCore } from "../core/index.js";
import { answerChannel } from "./answering.js";
import { type ApplicationResult, findApplication, isStaying } from "./applications.js";
import { type CallerProfile, profileFields } from "./caller-profile.js";
import type { Channel } from "./channel.js";
import type { DialplanAction } from "./dialplan.js";
import { endChannel } from "./ending.js";
import { CREATE, DTMF, HANGUP } from "./event-sources.js";
import { fireComplete, fireExecute, type Running } from "./execution.js";
import { expand } from "./expand.js";
import { setFirstVariables } from "./first-variables.js";
import { huntActions } from "./hunting.js";
import { q850 } from "./states.js";
import { ackVariables, afterByeVariables, byeVariables, type Telephone } from "./telephone.js";
import { redirectChannel } from "./transferring.js";
import type { CallOptions } from "./types.js";
import { Visit } from "./visit.js";

export interface SessionInput {
  readonly core: SwitchCore;
  readonly conferences: Conferences;
  readonly channel: Channel;
  readonly phone: Telephone;
  readonly serial: number;
  readonly userVariables: readonly (readonly [string, string])[];
  readonly options: CallOptions;
  now(): number;
  soon(work: () => void): void;
  after(ms: number, work: () => void): void;
  ended(session: CallSession): void;
}

/** One call on its way: through the dialplan, its applications, a conference, to its end. */
export class CallSession implements MemberChannel {
  readonly direction = "inbound";
  /** Who called whom before any transfer. */
  readonly first: CallerProfile;
  readonly hasVideo = false;
  readonly channel: Channel;
  /** Settles with the hangup cause. */
  readonly over: Promise<string>;
  #settle: (cause: string) => void = () => {};
  #queue: DialplanAction[] = [];
  #running: Running | undefined;
  readonly #visit: Visit;
  #working = false;
  #finished = false;
  #byPhone = false;

  constructor(readonly input: SessionInput) {
    this.channel = input.channel;
    this.first = input.channel.facts.profile;
    this.#visit = new Visit({
      conferences: input.conferences,
      channel: this,
      talking: input.options.talking ?? false,
      pin: input.options.pin,
      after: (ms, work) => input.after(ms, work),
      refused: () => this.#resume(),
    });
    this.over = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get uuid(): string {
    return this.channel.uuid;
  }

  get name(): string {
    return this.channel.name;
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
    if (!text.includes("${")) return text;
    const { core } = this.input;
    return expand(text, { core, getVariable: (name) => this.getVariable(name) });
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
    this.#route(this.input.options.actions);
  }

  /** A digit, from the phone (`RTP`) or from an API command (`APP`). */
  press(digit: string, from: "RTP" | "APP"): void {
    if (this.isOver) return;
    this.channel.fire("DTMF", DTMF, [
      ["DTMF-Digit", digit],
      ["DTMF-Duration", "2000"],
      ["DTMF-Source", from],
    ]);
    this.#visit.press(digit);
  }

  speak(on: boolean): void {
    this.#visit.speak(on);
  }

  /** Marks the call as answered; a second time does nothing. */
  answer(): void {
    if (this.channel.facts.answerState === "answered" || this.isOver) return;
    const wanted = this.getVariable("codec_string") ?? this.getVariable("global_codec_prefs");
    answerChannel(this.channel, this.input.phone, wanted, this.input.now());
    this.input.soon(() => this.#acknowledge());
  }

  /** The phone says BYE. */
  hangupByPhone(cause: string): void {
    if (this.isOver) return;
    this.#byPhone = true;
    this.channel.variables.setAll(byeVariables(q850(cause)));
    this.hangup(cause);
  }

  hangup(cause: string): void {
    if (this.isOver) return;
    this.channel.update({ state: "CS_HANGUP", answerState: "hangup", hangupCause: cause });
    this.channel.fireExtended("CHANNEL_HANGUP", HANGUP);
    if (this.#byPhone) this.channel.variables.setAll(afterByeVariables());
    this.#queue = [];
    if (!this.#visit.leave() && !this.#working) this.#resume();
  }

  /** The room is left: the conference application is complete, the dialplan goes on. */
  leftConference(reason: LeaveReason, target?: string): void {
    this.#visit.left();
    if (target !== undefined && !this.isOver) this.#redirect(reason, target);
    this.#resume();
  }

  /** Goes to another extension; the rest of this one is forgotten (switch_ivr_session_transfer). */
  transfer(
    extension: string,
    dialplan = "XML",
    context = this.channel.facts.profile.context,
  ): void {
    const id = this.input.core.newUuid();
    const to = { extension, dialplan, context, id, now: this.input.now() };
    if (!redirectChannel(this.channel, to)) {
      this.hangup("EXCHANGE_ROUTING_ERROR");
      return;
    }
    this.#queue = [];
  }

  /** Runs an application at once, beside what the call is doing (`sendmsg` with execute). */
  execute(application: string, data: string): void {
    if (this.isOver || isStaying(application)) return;
    const before = this.#running;
    this.#perform({ application, data });
    if (!this.isOver) this.#running = before;
  }

  /** Sits down in a conference; `wait` while the call stays there. */
  joinConference(data: string): ApplicationResult {
    return this.#visit.join(data);
  }

  /** The phone's ACK comes after what the dialplan does at once. */
  #acknowledge(): void {
    if (this.#finished) return;
    const { destination } = this.channel.facts.profile;
    const { phone } = this.input;
    this.channel.variables.setAll(ackVariables(phone, destination, this.uuid.slice(0, 8)));
  }

  /** Looks up the extension (or takes the given actions) and runs what it says. */
  #route(given?: readonly DialplanAction[]): void {
    const { channel } = this;
    channel.run("CS_ROUTING");
    const actions = given ?? huntActions(this);
    if (actions.length === 0) {
      this.hangup("NO_ROUTE_DESTINATION");
      return;
    }
    this.#queue = [...actions];
    channel.update({ state: "CS_EXECUTE" });
    channel.variables.set("call_uuid", this.uuid);
    channel.run("CS_EXECUTE");
    this.#resume();
  }

  #redirect(reason: LeaveReason, target: string): void {
    if (reason === "dialplan") {
      const [extension = "", dialplan, context] = target.split(" ");
      this.transfer(extension, dialplan, context ?? "default");
    } else {
      const data = target.includes("@") ? target : `${target}@default`;
      this.transfer(`conference:${data}`, "inline");
      this.#queue = [{ application: "conference", data }];
    }
  }

  /** Goes on with the dialplan: completes what was running, then one application after the other. */
  #resume(): void {
    if (this.#finished || this.#working) return;
    this.#working = true;
    this.#complete();
    while (!this.isOver) {
      if (this.channel.facts.state === "CS_ROUTING") {
        this.#working = false;
        const inline = this.#queue.length > 0 ? this.#queue : undefined;
        this.#route(inline);
        return;
      }
      const action = this.#queue.shift();
      if (!action) {
        this.hangup("NORMAL_CLEARING");
        break;
      }
      if (this.#perform(action) === "wait") {
        this.#working = false;
        return;
      }
    }
    this.#working = false;
    this.#finish();
  }

  #perform(action: DialplanAction): ApplicationResult {
    const data = this.expand(action.data);
    const running = { application: action.application, data, uuid: this.input.core.newUuid() };
    this.#running = running;
    fireExecute(this.channel, running);
    const run = findApplication(action.application);
    if (!run) {
      this.hangup("DESTINATION_OUT_OF_ORDER");
      return "done";
    }
    const result = run(this, data);
    if (result === "done") this.#complete();
    return result;
  }

  #complete(): void {
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    fireComplete(this.channel, running);
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    endChannel(this.channel, this.input.now(), this.#byPhone);
    this.input.ended(this);
    this.#settle(this.channel.facts.hangupCause);
  }
}
