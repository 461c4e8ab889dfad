import type { AudioPort } from "../../audio/index.js";
import type { VideoPort } from "../../conference/index.js";
import type { Referral } from "../referring.js";
import type { Codec } from "./codecs.js";

export type Values = readonly (readonly [name: string, value: string])[];

/** What a leg cannot know of its own call. */
export interface CallFacts {
  readonly uuid: string;
  /** `session_id`. */
  readonly serial: number;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly destination: string;
}

/** Media both sides agreed on. */
export interface Agreement {
  readonly codec: Codec;
  readonly variables: Values;
}

/** A value now or later: what a telephone in this process does at once takes a real one time. */
export type MaybeLater<T> = T | Promise<T>;

/** What the telephone does, told to its call. */
export interface LegListener {
  /** The phone has the answer (ACK). */
  confirmed(variables: Values): void;
  /** `duration` in samples of 8 kHz, as DTMF-Duration. */
  digit(digit: string, from: "RTP" | "INFO", duration: number): void;
  held(held: boolean): void;
  /** No media for so long that the call counts as dead. */
  silent(): void;
  /** The phone ended the call. `before`: variables of its request; `after`: noted when the hangup is told already. */
  ended(cause: string, before: Values, after: Values): void;
  /** The phone wants its other side transferred; false where there is none. */
  refer(referral: Referral): boolean;
}

/** What a call needs of its telephone. Methods that are too late do nothing. */
export interface Leg {
  /** `sofia`, `loopback`: the module, as `Caller-Source` and `originate_endpoint` name it. */
  readonly endpoint: "sofia" | "loopback";
  listener: LegListener | undefined;
  /** The sound of the call once media is agreed on; undefined for a telephone that has none. */
  readonly audio: AudioPort | undefined;
  readonly video: VideoPort | undefined;
  /** Packets mean something only to a leg with the same one. */
  readonly videoCodec?: string | undefined;
  readonly hasVideo: boolean;
  /** What is known when the call begins, before and after the variables of the user. */
  firstVariables(facts: CallFacts): Values;
  userVariables(own: Values): Values;
  requestVariables(facts: CallFacts): Values;
  /**
   * Agrees on media by codec names in order of preference; without sound for `timeoutMs` the phone counts as gone.
   * Rejects with MediaRefusedError.
   */
  agree(wanted: string | undefined, timeoutMs?: number): MaybeLater<Agreement>;
  /** Says that the other side rings (180). */
  ring(): void;
  /** Lets sound through before the answer (183 with SDP). */
  early(): Values;
  /** Answers (200 with SDP). */
  answer(): Values;
  /** Ends it from this side, in whatever way its state asks for; gives the variables of the end. */
  end(cause: string): Values;
  /** The call is over for good: media goes. */
  close(): void;
  /** Statistics of an answered call. */
  mediaRecord(answeredMs: number): Values;
  sendDtmf(digits: string, durationMs?: number): void;
  /** Puts the phone on hold by a re-INVITE, or takes it back; false when it would not. */
  hold(on: boolean): Promise<boolean>;
}

/** What the called phone does before it answers. */
export interface OutgoingListener {
  ringing(variables: Values): void;
  /** Sound before the answer. */
  early(agreement: Agreement): void;
  answered(agreement: Agreement): void;
}

/** A leg this side starts. */
export interface OutgoingLeg extends Leg {
  outgoing: OutgoingListener | undefined;
  readonly networkAddress: string;
  /** Makes ready (media, SDP); gives the variables the call is created with. */
  prepare(facts: CallFacts): Promise<Values>;
  /** Sends the INVITE. */
  dial(): void;
}
