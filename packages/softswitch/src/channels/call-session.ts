import type {
  Conferences,
  JoinResult,
  LeaveReason,
  MemberChannel,
  Seat,
} from "../conference/index.js";
import type { EventSource, Header, SwitchCore } from "../core/index.js";
import { type ApplicationResult, findApplication } from "./applications.js";
import { callRecord, mediaRecord } from "./call-record.js";
import type { CallerProfile } from "./caller-profile.js";
import { type Channel, readCodecHeaders } from "./channel.js";
import { chooseCodec } from "./codecs.js";
import { type DialplanAction, findRoute } from "./dialplan.js";
import { expand } from "./expand.js";
import { PinEntry } from "./pin-entry.js";
import { epochMicros, epochSeconds } from "./stamps.js";
import {
  ackVariables,
  answerVariables,
  callVariables,
  inviteVariables,
  mediaVariables,
  type Telephone,
  userVariables,
} from "./telephone.js";
import type { CallOptions } from "./types.js";

/** Level of a scripted voice, about that of the sine a test telephone plays. */
const VOICE_LEVEL = 10_400;

const source = (file: string, name: string, line: number): EventSource => ({
  file,
  function: name,
  line,
});
const CREATE = source("switch_core_state_machine.c", "switch_core_session_run", 626);
const EXECUTE = source("switch_core_session.c", "switch_core_session_exec", 2944);
const COMPLETE = source("switch_core_session.c", "switch_core_session_exec", 2967);
const REAL_READ_CODEC = source(
  "switch_core_codec.c",
  "switch_core_session_set_real_read_codec",
  168,
);
const WRITE_CODEC = source("switch_core_codec.c", "switch_core_session_set_write_codec", 450);
const PRE_ANSWERED = source("switch_channel.c", "switch_channel_perform_mark_pre_answered", 3560);
const ANSWERED = source("switch_channel.c", "switch_channel_perform_mark_answered", 3846);
const HANGUP = source("switch_channel.c", "switch_channel_perform_hangup", 3445);
const REPORTING = source("switch_core_state_machine.c", "switch_core_session_reporting_state", 943);
const DESTROY = source("switch_core_session.c", "switch_core_session_perform_destroy", 1584);
const DTMF = source("switch_channel.c", "switch_channel_dequeue_dtmf", 677);

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

interface Running extends DialplanAction {
  readonly uuid: string;
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
  #working = false;
  #finished = false;
  #seat: Seat | undefined;
  #pin: PinEntry | undefined;
  #voice: number;

  constructor(readonly input: SessionInput) {
    this.channel = input.channel;
    this.first = input.channel.facts.profile;
    this.#voice = input.options.talking ? VOICE_LEVEL : 0;
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
    return this.#seat?.memberId;
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
    const { profile } = this.channel.facts;
    const known: Readonly<Record<string, string>> = {
      destination_number: profile.destination,
      caller_id_name: profile.callerIdName,
      caller_id_number: profile.callerIdNumber,
      context: profile.context,
      rdnis: profile.rdnis,
      network_addr: profile.networkAddress,
      ani: profile.ani,
      username: profile.username,
      source: "mod_sofia",
      chan_name: this.name,
      uuid: this.uuid,
    };
    const own = this.channel.variables.get(name) ?? (Object.hasOwn(known, name) ? known[name] : "");
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
    if (rate === undefined) {
      const { profile } = this.channel.facts;
      this.channel.variables.setAll(
        ackVariables(this.input.phone, profile.destination, this.uuid.slice(0, 8)),
      );
    }
    this.channel.setReadCodec(rate);
  }

  /** From the INVITE to where the call rests: in a conference, parked, asked for a pin, or over. */
  start(): void {
    const { channel } = this;
    channel.run("CS_NEW");
    this.#setFirstVariables();
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
    if (this.#pin) this.#pin.press(digit);
    else this.#seat?.press(digit);
  }

  speak(on: boolean): void {
    this.#voice = on ? VOICE_LEVEL : 0;
    this.#seat?.speak(this.#voice);
  }

  /** Marks the call as answered; a second time does nothing. */
  answer(): void {
    const { channel } = this;
    if (channel.facts.answerState === "answered" || this.isOver) return;
    const wanted = this.getVariable("codec_string") ?? this.getVariable("global_codec_prefs");
    const codec = chooseCodec(wanted);
    channel.update({ readCodec: codec, writeCodec: codec });
    channel.fire("CODEC", REAL_READ_CODEC, readCodecHeaders(codec, String(codec.sdpRate)));
    channel.fire("CODEC", WRITE_CODEC, [
      ["Channel-Write-Codec-Name", codec.name],
      ["Channel-Write-Codec-Rate", String(codec.rate)],
      ["Channel-Write-codec-bit-rate", String(codec.bitRate)],
      ["Channel-Reported-Write-Codec-Rate", String(codec.rate)],
    ]);
    channel.variables.setAll(mediaVariables(this.input.phone, codec, wanted ?? codec.name));
    channel.setTimes({ progressMedia: this.input.now() });
    channel.update({ answerState: "early" });
    channel.fireExtended("CHANNEL_PROGRESS_MEDIA", PRE_ANSWERED);
    channel.setCallState("EARLY");
    channel.variables.setAll(answerVariables(this.input.phone, codec));
    channel.setTimes({ answered: this.input.now() });
    channel.update({ answerState: "answered" });
    channel.fireExtended("CHANNEL_ANSWER", ANSWERED);
    channel.setCallState("ACTIVE");
    channel.variables.set("endpoint_disposition", "ANSWER");
  }

  hangup(cause: string): void {
    if (this.isOver) return;
    this.channel.update({ state: "CS_HANGUP", answerState: "hangup", hangupCause: cause });
    this.channel.fireExtended("CHANNEL_HANGUP", HANGUP);
    this.#queue = [];
    this.#pin?.cancel();
    if (this.#seat) {
      this.#seat.leave("hangup");
      return;
    }
    if (!this.#working) this.#resume();
  }

  /** The room is left: the conference application is complete, the dialplan goes on. */
  leftConference(_reason: LeaveReason, target?: string): void {
    this.#seat = undefined;
    if (target !== undefined && !this.isOver) this.#redirect(_reason, target);
    this.#resume();
  }

  /** Goes to another extension; the rest of this one is forgotten (switch_ivr_session_transfer). */
  transfer(
    extension: string,
    dialplan = "XML",
    context = this.channel.facts.profile.context,
  ): void {
    const { channel } = this;
    const { profile } = channel.facts;
    const hops = Number(channel.variables.get("max_forwards") ?? "70") - 1;
    channel.variables.set("max_forwards", String(hops));
    if (hops <= 0) {
      this.hangup("EXCHANGE_ROUTING_ERROR");
      return;
    }
    const id = this.input.core.newUuid();
    const history = `${epochSeconds(this.input.now())}:${id}:bl_xfer:${extension}/${context}/${dialplan}`;
    channel.variables.set("transfer_history", history);
    channel.variables.set("transfer_source", history);
    channel.setTimes({ profileCreated: this.input.now() });
    channel.update({
      state: "CS_ROUTING",
      profile: {
        ...profile,
        destination: extension,
        context,
        rdnis: profile.destination,
        transferSource: history,
        index: profile.index + 1,
      },
    });
    this.#queue = [];
  }

  /** Runs an application at once, beside what the call is doing (`sendmsg` with execute). */
  execute(application: string, data: string): void {
    const before = this.#running;
    this.#perform({ application, data });
    if (!this.isOver) this.#running = before;
  }

  /** Sits down in a conference; `wait` while the call stays there. */
  joinConference(data: string, pin = this.input.options.pin): ApplicationResult {
    const options = { voice: this.#voice, pin };
    const result = this.input.conferences.join(this, data, options);
    if (result.outcome === "joined") {
      this.#seat = result.seat;
      return "wait";
    }
    return result.outcome === "pin" ? this.#askForPin(data, result, pin) : "done";
  }

  #askForPin(
    data: string,
    asked: JoinResult & { outcome: "pin" },
    tried: string | undefined,
  ): ApplicationResult {
    if (this.#pin || tried !== undefined) {
      const left = this.#pin?.failed() ?? 0;
      if (left <= 0) {
        this.#pin = undefined;
        return "done";
      }
    }
    this.#pin ??= new PinEntry(asked.digits, asked.retries, this.input.after, (digits) => {
      if (this.#enterPin(data, digits) === "done") this.#resume();
    });
    return "wait";
  }

  #enterPin(data: string, digits: string): ApplicationResult {
    if (this.isOver) return "done";
    const result = this.joinConference(data, digits);
    if (this.#seat) this.#pin = undefined;
    return result;
  }

  #setFirstVariables(): void {
    const { phone, serial, userVariables: own, options, now } = this.input;
    const { destination } = this.channel.facts.profile;
    const { variables } = this.channel;
    const at = epochMicros(now());
    variables.setAll(callVariables(phone, this.uuid, serial, this.name, at));
    variables.setAll(userVariables(phone, [...own]));
    variables.setAll(inviteVariables(phone, destination, this.uuid.slice(0, 8)));
    variables.setAll(Object.entries(options.variables ?? {}));
    if (options.flags !== undefined) variables.set("conference_member_flags", options.flags);
  }

  /** Looks up the extension (or takes the given actions) and runs what it says. */
  #route(given?: readonly DialplanAction[]): void {
    const { channel } = this;
    channel.run("CS_ROUTING");
    const actions = given ?? this.#hunt();
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

  #hunt(): readonly DialplanAction[] {
    const { context } = this.channel.facts.profile;
    const element = this.input.core.tree.dialplanContext(context);
    if (!element) return [];
    const route = findRoute(element, {
      field: (name) => this.getVariable(name) ?? "",
      expand: (text) => this.expand(text),
    });
    if (route.match) this.channel.variables.set("DP_MATCH", route.match);
    return route.actions;
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
    const { variables } = this.channel;
    const data = this.expand(action.data);
    const running = { application: action.application, data, uuid: this.input.core.newUuid() };
    this.#running = running;
    variables.set("current_application", action.application);
    variables.set("current_application_data", data);
    this.channel.fireExtended("CHANNEL_EXECUTE", EXECUTE, applicationHeaders(running, ""));
    variables.set("current_application", action.application);
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
    const headers = applicationHeaders(running, "_none_");
    this.channel.fireExtended("CHANNEL_EXECUTE_COMPLETE", COMPLETE, headers);
  }

  #finish(): void {
    if (this.#finished) return;
    this.#finished = true;
    const { channel } = this;
    const cause = channel.facts.hangupCause;
    channel.run("CS_HANGUP");
    channel.setTimes({ hangup: this.input.now() });
    channel.setCallState("HANGUP");
    channel.update({ state: "CS_REPORTING" });
    channel.run("CS_REPORTING");
    this.#report(cause);
    channel.core.fire("CHANNEL_HANGUP_COMPLETE", {
      source: REPORTING,
      headers: [["Hangup-Cause", cause], ...channel.extendedHeaders()],
    });
    channel.update({ state: "CS_DESTROY" });
    channel.fireExtended("CHANNEL_DESTROY", DESTROY);
    channel.run("CS_DESTROY");
    this.input.ended(this);
    this.#settle(cause);
  }

  #report(cause: string): void {
    const { variables } = this.channel;
    const { times, profile } = this.channel.facts;
    const last = {
      application: variables.get("current_application") ?? "",
      data: variables.get("current_application_data") ?? "",
    };
    const callerId = `"${profile.callerIdName}" <${profile.callerIdNumber}>`;
    variables.setAll(callRecord(times, cause, callerId, last, "send_bye"));
    if (times.answered > 0) variables.setAll(mediaRecord(times.hangup - times.answered));
  }
}

function applicationHeaders(running: Running, response: string): Header[] {
  return [
    ["Application", running.application],
    ["Application-Data", running.data],
    ["Application-Response", response],
    ["Application-UUID", running.uuid],
  ];
}
