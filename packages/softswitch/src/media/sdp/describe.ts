import type { AgreedVideo } from "./agreement.js";
import { type SdesKey, writeCrypto } from "./crypto.js";
import { isNamed } from "./payloads.js";
import type { AgreedCodec } from "./preferences.js";
import type { SdpAttribute, SdpDirection, SdpMedia, SdpSession } from "./types.js";

/** Who speaks: the `o=` and `c=` of all descriptions of one leg. */
export interface LocalSession {
  readonly address: string;
  readonly sessionId: string;
  /** One more with each description that says something new (RFC 3264 8). */
  readonly version: number;
}

/** What is common to our m-lines. */
export interface LocalStream {
  readonly port: number;
  readonly protocol: string;
  readonly direction: SdpDirection;
  readonly hasRtcpMux: boolean;
  readonly crypto?: SdesKey | undefined;
}

export interface LocalEvents {
  readonly type: number;
  readonly clockRate: number;
}

const familyOf = (address: string): "IP4" | "IP6" => (address.includes(":") ? "IP6" : "IP4");

const attribute = (name: string, value?: string): SdpAttribute =>
  value === undefined ? { name } : { name, value };

function streamAttributes({ direction, hasRtcpMux, crypto }: LocalStream): SdpAttribute[] {
  return [
    attribute(direction),
    ...(hasRtcpMux ? [attribute("rtcp-mux")] : []),
    ...(crypto ? [attribute("crypto", writeCrypto(crypto))] : []),
  ];
}

function codecAttributes({ name, sdpRate, payloadType }: AgreedCodec): SdpAttribute[] {
  // RFC 7587 7: always two channels in SDP; what is sent is mono, as the missing stereo=1 says.
  const channels = name === "opus" ? "/2" : "";
  const map = attribute("rtpmap", `${payloadType} ${name}/${sdpRate}${channels}`);
  return name === "opus" ? [map, attribute("fmtp", `${payloadType} useinbandfec=1`)] : [map];
}

const eventAttributes = ({ type, clockRate }: LocalEvents): SdpAttribute[] => [
  attribute("rtpmap", `${type} telephone-event/${clockRate}`),
  attribute("fmtp", `${type} 0-15`),
];

/** An audio m-line of ours; the first codec is the one liked best. */
export function describeAudio(
  stream: LocalStream,
  codecs: readonly AgreedCodec[],
  events: readonly LocalEvents[],
): SdpMedia {
  const types = [
    ...codecs.map(({ payloadType }) => payloadType),
    ...events.map(({ type }) => type),
  ];
  return {
    kind: "audio",
    port: stream.port,
    protocol: stream.protocol,
    formats: types.map(String),
    otherLines: [],
    attributes: [
      ...codecs.flatMap(codecAttributes),
      ...events.flatMap(eventAttributes),
      attribute("ptime", "20"),
      ...streamAttributes(stream),
    ],
  };
}

/** A video m-line of ours: one codec, its payload type and parameters as the other side or we have chosen them. */
export function describeVideo(
  stream: LocalStream,
  payloads: readonly AgreedVideo["payload"][],
): SdpMedia {
  return {
    kind: "video",
    port: stream.port,
    protocol: stream.protocol,
    formats: payloads.map(({ type }) => String(type)),
    otherLines: [],
    attributes: [
      ...payloads.flatMap(({ type, name, clockRate, parameters }) => [
        attribute("rtpmap", `${type} ${name}/${clockRate}`),
        ...(parameters && isNamed({ type, name, clockRate, parameters, channels: 1 }, "H264")
          ? [attribute("fmtp", `${type} ${parameters}`)]
          : []),
        attribute("rtcp-fb", `${type} ccm fir`),
        attribute("rtcp-fb", `${type} nack pli`),
      ]),
      ...streamAttributes(stream),
    ],
  };
}

/** Refuses an m-line in its place: port 0, the rest as it came (RFC 3264 6). */
export const refuseMedia = ({ kind, protocol, formats }: SdpMedia): SdpMedia => ({
  kind,
  port: 0,
  protocol,
  formats,
  otherLines: [],
  attributes: [],
});

/** A whole description of ours. */
export function describeSession(local: LocalSession, media: readonly SdpMedia[]): SdpSession {
  const { address, sessionId } = local;
  const family = familyOf(address);
  return {
    origin: { username: "parley", sessionId, version: String(local.version), family, address },
    name: "parley",
    connection: { family, address },
    otherLines: ["t=0 0"],
    attributes: [],
    media,
  };
}
