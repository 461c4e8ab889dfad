import {
  DIRECTIONS,
  parseSdp,
  type SdpDirection,
  type SdpMedia,
  type SdpSession,
} from "../sdp/index.js";
import { MediaRefusedError } from "../types.js";
import type { Fingerprint } from "./dtls.js";

/** A payload type of an m-line with what `rtpmap` and `fmtp` say of it. */
export interface Payload {
  readonly type: number;
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number;
  readonly parameters: string;
}

export interface RemoteMedia {
  readonly kind: string;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** Undefined where the browser does not name its m-lines; then there is one only. */
  readonly mid: string | undefined;
  /** Taken away, or never wanted. */
  readonly isRefused: boolean;
  /** Shares the transport of the first m-line. */
  readonly isBundled: boolean;
  readonly direction: SdpDirection;
  readonly payloads: readonly Payload[];
}

/** A browser's description as far as it matters here. */
export interface RemoteDescription {
  readonly ufrag: string;
  readonly fingerprints: readonly Fingerprint[];
  readonly setup: "actpass" | "active" | "passive";
  readonly media: readonly RemoteMedia[];
}

/** Payload types without rtpmap that RFC 3551 fixes. */
const STATIC_PAYLOADS: Readonly<Record<string, readonly [name: string, clockRate: number]>> = {
  "0": ["PCMU", 8000],
  "8": ["PCMA", 8000],
  "9": ["G722", 8000],
};

/** Reads an offer or an answer. Throws MediaRefusedError when it is none of a browser's. */
export function readDescription(text: string): RemoteDescription {
  const session = parseSdp(text);
  const bundle = session.attributes.find(
    ({ name, value }) => name === "group" && value?.startsWith("BUNDLE"),
  );
  const mids = new Set(bundle?.value?.split(" ").slice(1));
  const media = session.media.map((one, index) => readMedia(one, index === 0, mids));
  return { ...readSecurity(session), media };
}

function readSecurity(session: SdpSession): Omit<RemoteDescription, "media"> {
  const first = session.media.find(({ port }) => port !== 0) ?? session.media[0];
  if (first === undefined) throw new MediaRefusedError("m", "The description has no media.");
  const values = (name: string) => [...valuesOf(first, name), ...valuesOf(session, name)];
  const ufrag = values("ice-ufrag")[0];
  if (ufrag === undefined) throw new MediaRefusedError("ice-ufrag", "The browser has no ICE.");
  const fingerprints = values("fingerprint").map((value) => {
    const [algorithm = "", hash = ""] = value.split(" ");
    return { algorithm, value: hash };
  });
  if (fingerprints.length === 0) {
    throw new MediaRefusedError("fingerprint", "The browser has no DTLS-SRTP.");
  }
  if (first.port !== 0 && first.protocol.startsWith("UDP/TLS") && !hasMux(first)) {
    throw new MediaRefusedError("rtcp-mux", "Media and its reports must share a port.");
  }
  const setup = values("setup")[0];
  return {
    ufrag,
    fingerprints,
    setup: setup === "active" || setup === "passive" ? setup : "actpass",
  };
}

const hasMux = (media: SdpMedia): boolean =>
  media.attributes.some(({ name }) => name === "rtcp-mux");

function valuesOf(part: SdpMedia | SdpSession, name: string): string[] {
  return part.attributes.flatMap((one) =>
    one.name === name && one.value !== undefined ? [one.value] : [],
  );
}

function readMedia(media: SdpMedia, isFirst: boolean, bundled: ReadonlySet<string>): RemoteMedia {
  const mid = valuesOf(media, "mid")[0];
  const isBundleOnly = media.attributes.some(({ name }) => name === "bundle-only");
  return {
    kind: media.kind,
    protocol: media.protocol,
    formats: media.formats,
    mid,
    isRefused: media.port === 0 && !isBundleOnly,
    isBundled: mid !== undefined ? bundled.has(mid) || isFirst : isFirst,
    direction: DIRECTIONS.find((one) => media.attributes.some((a) => a.name === one)) ?? "sendrecv",
    payloads: readPayloads(media),
  };
}

function readPayloads(media: SdpMedia): Payload[] {
  const maps = keyed(valuesOf(media, "rtpmap"));
  const parameters = keyed(valuesOf(media, "fmtp"));
  return media.formats.flatMap((format) => {
    const fixed = STATIC_PAYLOADS[format];
    const text = maps.get(format) ?? (fixed === undefined ? undefined : fixed.join("/"));
    if (text === undefined) return [];
    const [name = "", clockRate = "0", channels = "1"] = text.split("/");
    return {
      type: Number(format),
      name,
      clockRate: Number(clockRate),
      channels: Number(channels),
      parameters: parameters.get(format) ?? "",
    };
  });
}

/** `96 VP8/90000` by its first word. */
function keyed(values: readonly string[]): Map<string, string> {
  return new Map(
    values.map((value) => {
      const space = value.indexOf(" ");
      return [value.slice(0, space), value.slice(space + 1)];
    }),
  );
}
