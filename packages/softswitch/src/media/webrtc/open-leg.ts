import { randomBytes, randomInt } from "node:crypto";
import type { Socket } from "node:dgram";
import { EventEmitter } from "node:events";
import type { RTCCertificate } from "werift";
import type { LegEvents, LegOptions } from "../types.js";
import { readPreferences } from "./codec-choice.js";
import type { Werift } from "./dtls.js";
import { WebrtcLeg } from "./leg.js";
import type { LocalIdentity } from "./local-description.js";
import { Negotiation } from "./negotiation.js";
import { SecureTransport } from "./secure-transport.js";

/** FreeSWITCH's media_timeout is off unless set; but a browser that is gone must not stay a member for ever. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** What all legs share. */
export interface Security {
  readonly library: Werift;
  readonly certificate: RTCCertificate;
}

export interface LegRequest {
  readonly socket: Socket;
  readonly security: Security;
  /** As the candidate names it. */
  readonly address: string;
  readonly options: LegOptions;
  readonly onClosed: (leg: WebrtcLeg) => void;
}

/** Loads the library and makes the certificate of this process. */
export async function loadSecurity(): Promise<Security> {
  const library = await import("werift");
  return { library, certificate: await library.RTCDtlsTransport.SetupCertificate() };
}

/** Puts a leg together around an open socket; nothing is agreed on yet. */
export function openLeg(request: LegRequest): { leg: WebrtcLeg; negotiation: Negotiation } {
  const { socket, security, options, onClosed } = request;
  const transport = new SecureTransport(socket, security.library, security.certificate);
  const identity = identify(request);
  const events = new EventEmitter<LegEvents>();
  const send = (packet: Buffer) => transport.send(packet);
  const sendRtcp = (packet: Buffer) => transport.sendRtcp(packet);
  const onDigit = (digit: string, ms: number) => events.emit("dtmf", digit, ms);
  const negotiation = new Negotiation({
    identity,
    transport,
    preferences: readPreferences(options.codecs),
    video: options.video ?? false,
    audioOptions: { ssrc: identity.ssrcs.audio, send, onDigit },
    videoOptions: { ssrc: identity.ssrcs.video, send, sendRtcp },
  });
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const leg = new WebrtcLeg({ negotiation, transport, events, timeoutMs, onClosed });
  transport.handlers = leg.handlers;
  return { leg, negotiation };
}

function identify({ socket, security, address }: LegRequest): LocalIdentity {
  const audio = randomInt(1, 0x8000_0000);
  return {
    sessionId: `${randomInt(1, 2 ** 47)}`,
    address,
    port: socket.address().port,
    fingerprint: security.certificate.getFingerprints()[0]?.value ?? "",
    cname: randomBytes(8).toString("hex"),
    ssrcs: { audio, video: audio + 1 },
  };
}
