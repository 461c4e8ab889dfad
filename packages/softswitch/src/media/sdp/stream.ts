import { isIP } from "node:net";
import { MediaRefusedError } from "../types.js";
import {
  directionOf,
  hasAttribute,
  makeDirection,
  receives,
  sends,
  valuesOf,
} from "./attributes.js";
import { readCrypto, type SdesKey } from "./crypto.js";
import { readPayloads, type SdpPayload } from "./payloads.js";
import type { SdpDirection, SdpMedia, SdpSession } from "./types.js";

export interface SdpPlace {
  /** A number, or a name that is yet to be looked up. */
  readonly address: string;
  readonly port: number;
}

/** One of the other side's m-lines as a stream of RTP. */
export interface RemoteStream {
  readonly kind: string;
  readonly protocol: string;
  readonly payloads: readonly SdpPayload[];
  readonly place: SdpPlace;
  readonly rtcpPlace: SdpPlace;
  readonly hasRtcpMux: boolean;
  /** What the other side lets us do, holds of all kinds counted in. */
  readonly ourDirection: SdpDirection;
  /** The other side does not want to hear us: sendonly, inactive, or RFC 2543's c=0.0.0.0. */
  readonly isHeld: boolean;
  readonly crypto: SdesKey | undefined;
}

const PROTOCOLS = ["RTP/AVP", "RTP/AVPF", "RTP/SAVP", "RTP/SAVPF"];

const isUnaddressed = (address: string): boolean => address === "0.0.0.0" || address === "::";

/** Multicast and broadcast: sound sent there would reach who has not asked for it. */
const isForMany = (address: string): boolean =>
  /^(22[4-9]|23\d)\./.test(address) || /^ff/i.test(address) || address === "255.255.255.255";

function placeOf(session: SdpSession, media: SdpMedia): SdpPlace {
  const address = (media.connection ?? session.connection)?.address;
  if (address === undefined) throw new MediaRefusedError("c", `m=${media.kind} has no c=`);
  const isName = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(address);
  if (isForMany(address) || (isIP(address) === 0 && !isName)) {
    throw new MediaRefusedError("c", `nothing can be sent to ${address}`);
  }
  return { address, port: media.port };
}

/** RFC 3605: `port` or `port IN IP4 address`. */
function rtcpPlaceOf(media: SdpMedia, place: SdpPlace): SdpPlace {
  const value = /^(\d{1,5})(?: IN IP[46] (\S+))?$/.exec(valuesOf(media, "rtcp")[0]?.trim() ?? "");
  const port = Number(value?.[1] ?? place.port + 1);
  return { address: value?.[2] ?? place.address, port: Math.min(port, 65_535) };
}

/** Whether RTP could flow on this m-line at all: not refused, a profile of RTP, keys where it asks for them. */
export function isUsable(media: SdpMedia): boolean {
  if (media.port === 0 || !PROTOCOLS.includes(media.protocol)) return false;
  return !media.protocol.startsWith("RTP/SAVP") || readCrypto(media) !== undefined;
}

/** Reads a usable m-line. Throws MediaRefusedError where it has no address. */
export function readStream(session: SdpSession, media: SdpMedia): RemoteStream {
  const place = placeOf(session, media);
  const theirs = directionOf(media, session);
  const isAddressed = !isUnaddressed(place.address);
  return {
    kind: media.kind,
    protocol: media.protocol,
    payloads: readPayloads(media),
    place,
    rtcpPlace: rtcpPlaceOf(media, place),
    hasRtcpMux: hasAttribute(media, "rtcp-mux"),
    ourDirection: makeDirection(receives(theirs) && isAddressed, sends(theirs)),
    isHeld: !receives(theirs) ? true : !isAddressed,
    crypto: media.protocol.startsWith("RTP/SAVP") ? readCrypto(media) : undefined,
  };
}
