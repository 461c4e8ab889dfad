import type { EventSource, Header, SwitchCore } from "../core/index.js";
import { type CallerProfile, type CallTimes, profileHeaders } from "./caller-profile.js";
import { type Codec, linear } from "./codecs.js";
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
}

/** The state of one call and the events that tell of it. */
export class Channel {
  readonly uuid: string;
  readonly name: string;
  readonly variables = new ChannelVariables();
  #facts: Facts;
  #block: readonly Header[] | undefined;

  constructor(
    readonly core: SwitchCore,
    input: NewChannel,
  ) {
    this.uuid = input.uuid;
    this.name = input.name;
    const { now } = input;
    this.#facts = {
      running: "CS_NEW",
      state: "CS_NEW",
      callState: "DOWN",
      answerState: "ringing",
      hangupCause: "",
      readCodec: undefined,
      writeCodec: undefined,
      profile: input.profile,
      times: { created: now, profileCreated: now, answered: 0, progressMedia: 0, hangup: 0 },
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

  fireExtended(name: string, from: EventSource, extra: readonly Header[] = []): void {
    this.core.fire(name, { source: from, headers: [...this.extendedHeaders(), ...extra] });
  }

  /** The thread of the channel has arrived in a state. */
  run(running: ChannelState): void {
    this.update({ running });
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

  #render(): Header[] {
    const { running, state, callState, answerState, hangupCause, profile, times } = this.#facts;
    const headers: Header[] = [
      ["Channel-State", running],
      ["Channel-Call-State", callState],
      ["Channel-State-Number", String(CHANNEL_STATES[state])],
      ["Channel-Name", this.name],
      ["Unique-ID", this.uuid],
      ["Call-Direction", "inbound"],
      ["Presence-Call-Direction", "inbound"],
      ["Channel-HIT-Dialplan", "true"],
      ["Channel-Call-UUID", this.uuid],
      ["Answer-State", answerState],
    ];
    if (hangupCause) headers.push(["Hangup-Cause", hangupCause]);
    headers.push(...this.#codecHeaders());
    if (running !== "CS_NEW") headers.push(...profileHeaders(profile, times, this.uuid, this.name));
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
