import type { EventSource, Header, SwitchCore } from "../core/index.js";
import {
  type CallerProfile,
  type CallTimes,
  type Direction,
  NO_TIMES,
  type OtherLeg,
  otherLegHeaders,
  profileHeaders,
} from "./caller-profile.js";
import { type Codec, linear } from "./legs/codecs.js";
import {
  type AnswerState,
  CALL_STATES,
  type CallState,
  CHANNEL_STATES,
  type ChannelState,
} from "./states.js";
import { ChannelVariables } from "./variables.js";

const source = (file: string, name: string, line: number): EventSource => ({
  file,
  function: name,
  line,
});
const SET_STATE = source("switch_channel.c", "switch_channel_perform_set_running_state", 2408);
const SET_CALL_STATE = source("switch_channel.c", "switch_channel_perform_set_callstate", 301);
const READ_CODEC = source("switch_core_codec.c", "switch_core_session_set_read_codec", 279);

export interface NewChannel {
  readonly uuid: string;
  readonly name: string;
  readonly profile: CallerProfile;
  readonly now: number;
  /** `inbound` unless said otherwise. */
  readonly direction?: Direction;
}

/** What a channel is made of; the block of headers is rendered again only after a change. */
interface Facts {
  readonly running: ChannelState;
  /** The state it is going to; its number is what events show beside the running one. */
  readonly state: ChannelState;
  readonly callState: CallState;
  readonly answerState: AnswerState;
  readonly hangupCause: string;
  readonly readCodec: Codec | undefined;
  readonly writeCodec: Codec | undefined;
  readonly profile: CallerProfile;
  readonly times: CallTimes;
  /** A call we made has not seen the dialplan until it goes there. */
  readonly hitDialplan: boolean;
  readonly presenceId: string;
  /** The uuid of the call this channel belongs to: its own, or that of the channel which made it. */
  readonly callUuid: string;
  readonly other: OtherLeg | undefined;
}

/** The state of one call and the events that tell of it. */
export class Channel {
  readonly uuid: string;
  readonly name: string;
  readonly direction: Direction;
  readonly variables = new ChannelVariables();
  #facts: Facts;
  #block: readonly Header[] | undefined;

  constructor(
    readonly core: SwitchCore,
    input: NewChannel,
  ) {
    this.uuid = input.uuid;
    this.name = input.name;
    this.direction = input.direction ?? "inbound";
    const { now } = input;
    const inbound = this.direction === "inbound";
    this.#facts = {
      running: inbound ? "CS_NEW" : "CS_NONE",
      state: inbound ? "CS_NEW" : "CS_INIT",
      callState: "DOWN",
      answerState: "ringing",
      hangupCause: "",
      readCodec: undefined,
      writeCodec: undefined,
      profile: input.profile,
      times: { ...NO_TIMES, created: now, profileCreated: now },
      hitDialplan: inbound,
      presenceId: "",
      callUuid: input.uuid,
      other: undefined,
    };
  }

  get facts(): Facts {
    return this.#facts;
  }

  update(patch: Partial<Facts>): void {
    this.#facts = { ...this.#facts, ...patch };
    this.#block = undefined;
  }

  setTimes(patch: Partial<CallTimes>): void {
    this.update({ times: { ...this.#facts.times, ...patch } });
  }

  /** Headers every event of the channel carries (switch_channel_event_set_basic_data). */
  headers(): readonly Header[] {
    this.#block ??= this.#render();
    return this.#block;
  }

  /** The headers with all variables after them. */
  extendedHeaders(): Header[] {
    return [...this.headers(), ...this.variables.headers()];
  }

  fire(name: string, from: EventSource, extra: readonly Header[] = []): void {
    this.core.fire(name, { source: from, headers: [...this.headers(), ...extra] });
  }

  /** `leading` come before the channel's own (the two ends of a bridge). */
  fireExtended(
    name: string,
    from: EventSource,
    extra: readonly Header[] = [],
    leading: readonly Header[] = [],
  ): void {
    const headers = [...leading, ...this.extendedHeaders(), ...extra];
    this.core.fire(name, { source: from, headers });
  }

  /** The thread of the channel has arrived in a state. */
  run(running: ChannelState): void {
    this.update({ running });
    const callState = this.#callStateIn(running);
    if (callState && callState !== this.#facts.callState) this.setCallState(callState);
    this.fire("CHANNEL_STATE", SET_STATE);
  }

  setCallState(callState: CallState): void {
    const before = this.#facts.callState;
    this.update({ callState });
    const headers: Header[] = [
      ["Original-Channel-Call-State", before],
      ["Channel-Call-State-Number", String(CALL_STATES[callState])],
    ];
    const all = [...headers, ...this.headers()];
    this.core.fire("CHANNEL_CALLSTATE", { source: SET_CALL_STATE, headers: all });
  }

  /** What the switch reads from the call: its own codec, or linear audio while a conference has it. */
  setReadCodec(rate: number | undefined): void {
    const own = this.#facts.writeCodec;
    if (!own) return;
    const codec = rate === undefined ? own : linear(rate);
    this.update({ readCodec: codec });
    this.variables.set("read_codec", codec.name);
    this.variables.set("read_rate", String(codec.rate));
    const reported = rate === undefined ? String(own.sdpRate) : "";
    this.fire("CODEC", READ_CODEC, readCodecHeaders(codec, reported));
  }

  /** A caller's state of call follows that of its channel (switch_channel_perform_set_running_state). */
  #callStateIn(running: ChannelState): CallState | undefined {
    if (this.direction !== "inbound" || CHANNEL_STATES[running] >= CHANNEL_STATES.CS_HANGUP) return;
    if (running === "CS_ROUTING") return "RINGING";
    const { answerState } = this.#facts;
    return answerState === "answered" ? "ACTIVE" : answerState === "early" ? "EARLY" : undefined;
  }

  #render(): Header[] {
    const { running, state, callState, answerState, hangupCause, profile, times } = this.#facts;
    const { hitDialplan, presenceId, callUuid, other } = this.#facts;
    const headers: Header[] = [
      ["Channel-State", running],
      ["Channel-Call-State", callState],
      ["Channel-State-Number", String(CHANNEL_STATES[state])],
      ["Channel-Name", this.name],
      ["Unique-ID", this.uuid],
      ["Call-Direction", this.direction],
      ["Presence-Call-Direction", this.direction],
      ["Channel-HIT-Dialplan", String(hitDialplan)],
    ];
    if (presenceId) headers.push(["Channel-Presence-ID", presenceId]);
    headers.push(["Channel-Call-UUID", callUuid], ["Answer-State", answerState]);
    if (hangupCause) headers.push(["Hangup-Cause", hangupCause]);
    headers.push(...this.#codecHeaders());
    if (running !== "CS_NEW") headers.push(...profileHeaders(profile, times, this.uuid, this.name));
    if (other) headers.push(...otherLegHeaders(other));
    return headers;
  }

  #codecHeaders(): Header[] {
    const { readCodec, writeCodec } = this.#facts;
    if (!readCodec || !writeCodec) return [];
    return [
      ["Channel-Read-Codec-Name", readCodec.name],
      ["Channel-Read-Codec-Rate", String(readCodec.rate)],
      ["Channel-Read-Codec-Bit-Rate", String(readCodec.bitRate)],
      ["Channel-Write-Codec-Name", writeCodec.name],
      ["Channel-Write-Codec-Rate", String(writeCodec.rate)],
      ["Channel-Write-Codec-Bit-Rate", String(writeCodec.bitRate)],
    ];
  }
}

/** The CODEC event repeats the codec in lower case; `reported` is SDP's rate, absent for linear audio. */
export function readCodecHeaders(codec: Codec, reported: string): Header[] {
  return [
    ["channel-read-codec-name", codec.name],
    ["channel-read-codec-rate", String(codec.rate)],
    ["channel-read-codec-bit-rate", String(codec.bitRate)],
    ["channel-reported-read-codec-rate", reported],
  ];
}
