import { type SdpAttribute, type SdpDirection, type SdpMedia, writeSdp } from "../sdp/index.js";
import type { IceCredentials } from "./ice-agent.js";
import type { Payload, RemoteMedia } from "./remote-description.js";

/** What stays the same in every description of one leg. */
export interface LocalIdentity {
  readonly sessionId: string;
  readonly address: string;
  readonly port: number;
  readonly fingerprint: string;
  readonly cname: string;
  readonly ssrcs: { readonly audio: number; readonly video: number };
}

/** One m-line of ours. */
export interface LocalMedia {
  readonly kind: "audio" | "video";
  readonly mid: string | undefined;
  readonly protocol: string;
  readonly direction: SdpDirection;
  readonly payloads: readonly Payload[];
}

export interface LocalDescription {
  readonly version: number;
  readonly credentials: IceCredentials;
  readonly setup: "actpass" | "active" | "passive";
  /** In the order of the offer; a refused one is the browser's own. */
  readonly media: readonly (LocalMedia | { readonly refused: RemoteMedia })[];
}

/** RFC 8445 5.1.2: the highest there is, of the only candidate there is. */
const CANDIDATE_PRIORITY = 2_130_706_431;

const attribute = (name: string, value?: string): SdpAttribute => ({ name, value });

/** Our offer or answer as text. */
export function writeDescription(identity: LocalIdentity, local: LocalDescription): string {
  const family = identity.address.includes(":") ? "IP6" : "IP4";
  const { address, sessionId, fingerprint, cname } = identity;
  const mids = local.media.flatMap((one) => ("refused" in one ? [] : (one.mid ?? [])));
  return writeSdp({
    origin: { username: "parley", sessionId, version: `${local.version}`, family, address },
    name: "Parley",
    otherLines: ["t=0 0"],
    attributes: [
      ...(mids.length > 0 ? [attribute("group", `BUNDLE ${mids.join(" ")}`)] : []),
      attribute("ice-lite"),
      attribute("fingerprint", `sha-256 ${fingerprint}`),
      attribute("msid-semantic", ` WMS ${cname}`),
    ],
    media: local.media.map((one) =>
      "refused" in one ? refuse(one.refused, family) : describe(identity, local, one, family),
    ),
  });
}

/** RFC 8843 7.3.3: a refused m-line has port 0 and leaves the group. */
function refuse(media: RemoteMedia, family: "IP4" | "IP6"): SdpMedia {
  return {
    kind: media.kind,
    port: 0,
    protocol: media.protocol,
    formats: media.formats,
    connection: { family, address: family === "IP4" ? "0.0.0.0" : "::" },
    otherLines: [],
    attributes: [
      ...(media.mid === undefined ? [] : [attribute("mid", media.mid)]),
      attribute("inactive"),
    ],
  };
}

function describe(
  identity: LocalIdentity,
  local: LocalDescription,
  media: LocalMedia,
  family: "IP4" | "IP6",
): SdpMedia {
  const { address, port } = identity;
  return {
    kind: media.kind,
    port,
    protocol: media.protocol,
    formats: media.payloads.map(({ type }) => `${type}`),
    connection: { family, address },
    otherLines: [],
    attributes: [
      ...(media.mid === undefined ? [] : [attribute("mid", media.mid)]),
      attribute(media.direction),
      ...media.payloads.flatMap(describePayload),
      ...(media.kind === "audio" ? [attribute("ptime", "20")] : []),
      attribute("rtcp-mux"),
      attribute("rtcp", `${port} IN ${family} ${address}`),
      attribute("setup", local.setup),
      attribute("ice-ufrag", local.credentials.ufrag),
      attribute("ice-pwd", local.credentials.password),
      attribute("candidate", `1 1 udp ${CANDIDATE_PRIORITY} ${address} ${port} typ host`),
      attribute("end-of-candidates"),
      ...describeSource(identity, media.kind),
    ],
  };
}

function describePayload(payload: Payload): SdpAttribute[] {
  const { type, name, clockRate, channels, parameters } = payload;
  const suffix = channels > 1 ? `/${channels}` : "";
  return [
    attribute("rtpmap", `${type} ${name}/${clockRate}${suffix}`),
    ...(parameters === "" ? [] : [attribute("fmtp", `${type} ${parameters}`)]),
    ...(clockRate === 90_000
      ? ["ccm fir", "nack pli", "goog-remb"].map((one) => attribute("rtcp-fb", `${type} ${one}`))
      : []),
  ];
}

function describeSource(identity: LocalIdentity, kind: "audio" | "video"): SdpAttribute[] {
  const track = `${identity.cname} ${identity.cname}-${kind}`;
  return [
    attribute("msid", track),
    attribute("ssrc", `${identity.ssrcs[kind]} cname:${identity.cname}`),
    attribute("ssrc", `${identity.ssrcs[kind]} msid:${track}`),
  ];
}
