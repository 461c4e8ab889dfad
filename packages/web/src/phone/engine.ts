import type { MyPhone } from "@parley/protocol/client";
import type { CallEnd, PhoneStatus } from "./types.js";

/** What goes in and out of a call; `undefined` video: none is offered. */
export interface CallMedia {
  readonly audio: MediaStreamTrack | undefined;
  readonly video: MediaStreamTrack | undefined;
}

/** What an engine tells of a call. NEVER called again after `onEnded`. */
export interface CallEvents {
  /** The other phone rings; `early`: the switch sends sound of its own meanwhile. */
  onRinging(early: boolean): void;
  onAnswered(): void;
  onEnded(end: CallEnd): void;
  /** The other side holds the call or goes on with it. */
  onRemoteHold(held: boolean): void;
  /** A track of the other side has come, gone silent or come back. */
  onRemoteTracks(stream: MediaStream): void;
}

/** One call. Every promise rejects when the switch or the browser refuses; the call then is as it was. */
export interface EngineCall {
  readonly number: string;
  readonly name: string;
  /** Whether the caller sends pictures, or asks for them. */
  readonly offersVideo: boolean;
  readonly connection: () => RTCPeerConnection | undefined;
  /** MUST be called before anything else happens to the call. */
  listen(events: CallEvents): void;
  answer(media: CallMedia): void;
  /** Ends it, in whatever state: cancels, declines (`busy`: 486) or says goodbye. */
  end(): void;
  digit(digit: string): void;
  mute(muted: boolean): void;
  hold(held: boolean): Promise<void>;
  /** Sends another track, or none; asks the other side anew only when the direction changes. */
  send(kind: "audio" | "video", track: MediaStreamTrack | undefined): Promise<void>;
  /** Finds a new way through a network that has changed. */
  recover(): Promise<void>;
}

export interface EngineEvents {
  onStatus(status: PhoneStatus): void;
  onIncoming(call: EngineCall): void;
  /** Connected anew after a loss: calls that live on need `recover`. */
  onReconnected(): void;
}

/** A way to a switch. At most one connection and one registration each; connects anew until `stop`. */
export interface PhoneEngine {
  start(): void;
  /** Ends every call and signs off; what must be said is handed to the network before it returns. */
  stop(): void;
  /** The network is back: do not wait for the next try. */
  hurry(): void;
  dial(number: string, media: CallMedia): EngineCall;
}

export type CreateEngine = (account: MyPhone, events: EngineEvents) => PhoneEngine;
