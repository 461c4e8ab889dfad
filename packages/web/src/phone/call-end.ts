import type { CallEnd } from "./types.js";

const BY_STATUS: Readonly<Record<number, CallEnd>> = {
  401: "declined",
  403: "declined",
  404: "not found",
  407: "declined",
  408: "no answer",
  410: "not found",
  480: "unavailable",
  484: "not found",
  486: "busy",
  487: "cancelled",
  488: "incompatible",
  600: "busy",
  603: "declined",
  604: "not found",
  606: "incompatible",
};

const BY_CAUSE: Readonly<Record<string, CallEnd>> = {
  "Connection Error": "network",
  "Request Timeout": "no answer",
  "No Answer": "no answer",
  Expires: "no answer",
  "RTP Timeout": "network",
  "No ACK": "network",
  "Incompatible SDP": "incompatible",
  "Missing SDP": "incompatible",
  "Bad Media Description": "incompatible",
  "WebRTC Error": "incompatible",
  Canceled: "cancelled",
};

export interface EndFacts {
  readonly cause: string;
  readonly originator: "local" | "remote" | "system";
  /** Of a refusal. */
  readonly status?: number | undefined;
  /** The Reason header (RFC 3326) of whatever ended it. */
  readonly reason?: string | undefined;
  readonly incoming: boolean;
  readonly answered: boolean;
}

/** What to tell people of the end of a call. */
export function callEnd({
  cause,
  originator,
  status,
  reason,
  incoming,
  answered,
}: EndFacts): CallEnd {
  if (answered && cause === "Terminated")
    return originator === "local" ? "hung up" : "remote hung up";
  if (incoming && originator === "remote" && cause === "Canceled")
    return reason !== undefined && isElsewhere(reason) ? "elsewhere" : "missed";
  if (incoming && originator === "local" && !answered && cause !== "No Answer") return "declined";
  // Q.850: 16 and 31 are no errors; FreeSWITCH says 480 of one who did not answer in time, and why in the Reason.
  if (status === 480 && /Q\.850;cause=(?:18|19)\b/.test(reason ?? "")) return "no answer";
  return (status === undefined ? undefined : BY_STATUS[status]) ?? BY_CAUSE[cause] ?? "failed";
}

/** Another phone of the same user has taken the call (RFC 3326: cause 200). */
const isElsewhere = (reason: string): boolean =>
  /(?:^|[\s,;])SIP\s*;\s*cause=200\b/i.test(reason) || /completed elsewhere/i.test(reason);
