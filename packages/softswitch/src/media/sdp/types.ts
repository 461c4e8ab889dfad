export interface SdpAttribute {
  readonly name: string;
  /** Undefined for a property attribute (`a=sendrecv`). */
  readonly value?: string | undefined;
}

/** `c=`, without netType, which is always IN. The address keeps a multicast's `/ttl`. */
export interface SdpConnection {
  readonly family: "IP4" | "IP6";
  readonly address: string;
}

export interface SdpMedia {
  /** `audio`, `video`, `application`, … */
  readonly kind: string;
  readonly port: number;
  /** `RTP/AVP`, `UDP/TLS/RTP/SAVPF`, … */
  readonly protocol: string;
  /** Payload types as text; what else the protocol lists. */
  readonly formats: readonly string[];
  readonly connection?: SdpConnection | undefined;
  /** Lines between `m=` and the attributes that say nothing here (`i=`, `b=`, `k=`), kept as they came. */
  readonly otherLines: readonly string[];
  readonly attributes: readonly SdpAttribute[];
}

export interface SdpOrigin {
  readonly username: string;
  /** Numbers longer than a double holds are common. */
  readonly sessionId: string;
  readonly version: string;
  readonly family: "IP4" | "IP6";
  readonly address: string;
}

/** A session description (RFC 8866). */
export interface SdpSession {
  readonly origin: SdpOrigin;
  readonly name: string;
  readonly connection?: SdpConnection | undefined;
  /** `i=`, `u=`, `e=`, `p=`, `b=`, `t=`, `r=`, `z=`, `k=` as they came. */
  readonly otherLines: readonly string[];
  readonly attributes: readonly SdpAttribute[];
  readonly media: readonly SdpMedia[];
}

export const DIRECTIONS = ["sendrecv", "sendonly", "recvonly", "inactive"] as const;
export type SdpDirection = (typeof DIRECTIONS)[number];
