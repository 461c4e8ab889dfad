/** Why a call ended or never began; each has a text. */
export const CALL_ENDS = [
  "hung up",
  "remote hung up",
  "cancelled",
  "missed",
  "elsewhere",
  "busy",
  "declined",
  "not found",
  "no answer",
  "unavailable",
  "incompatible",
  "network",
  "not registered",
  "microphone denied",
  "no microphone",
  "microphone in use",
  "insecure page",
  "failed",
] as const;
export type CallEnd = (typeof CALL_ENDS)[number];

export const STATUS_REASONS = ["switched off", "no servers", "unreachable", "refused"] as const;
export type StatusReason = (typeof STATUS_REASONS)[number];

export type PhoneStatus =
  | { readonly state: "connecting" | "registered" }
  | { readonly state: "off" | "failed"; readonly reason: StatusReason };

/**
 * preparing (devices are asked for) → calling → ringing → active → ended; an incoming one begins with ringing.
 * Any of them may end.
 */
export type CallState = "preparing" | "calling" | "ringing" | "active" | "ended";

export interface Call {
  readonly id: string;
  readonly number: string;
  /** Empty when not known. */
  readonly name: string;
  readonly direction: "incoming" | "outgoing";
  readonly state: CallState;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly answeredAt?: number;
  readonly endedAt?: number;
  readonly end?: CallEnd;
  readonly held: boolean;
  readonly remoteHeld: boolean;
  readonly muted: boolean;
  /** No microphone: the call only listens. */
  readonly listening: boolean;
  /** The switch sends sound before anybody has answered: a ringing tone, an announcement. */
  readonly early: boolean;
  /** Own pictures are sent. */
  readonly video: boolean;
  readonly remoteVideo: boolean;
  /** The caller offers pictures. */
  readonly offersVideo: boolean;
  /** What the switch was asked and has not answered. */
  readonly pending?: "hold" | "video";
}

/** A device, or the switch, that did not do what was asked while the call itself goes on. */
export const TROUBLES = [
  "microphone denied",
  "no microphone",
  "microphone in use",
  "camera denied",
  "no camera",
  "camera in use",
  "insecure page",
  "refused",
  "no network",
] as const;
export type Trouble = (typeof TROUBLES)[number];

export interface DialOptions {
  readonly video?: boolean;
  /** Joins without a microphone. */
  readonly listening?: boolean;
}
