import { lookup } from "node:dns/promises";
import { isIP, isIPv6 } from "node:net";
import type { RemoteStream, SdpPlace } from "../sdp/index.js";
import { MediaRefusedError } from "../types.js";
import type { RemotePlaces } from "./rtp-transport.js";

async function resolvePlace(place: SdpPlace, family: 4 | 6): Promise<SdpPlace> {
  const known = isIP(place.address);
  if (known === family) return place;
  if (known !== 0) {
    throw new MediaRefusedError("c", `${place.address} is not of the family of our own address`);
  }
  try {
    return { address: (await lookup(place.address, { family })).address, port: place.port };
  } catch {
    throw new MediaRefusedError("c", `${place.address} is not known`);
  }
}

/** The stream's addresses as numbers. Throws MediaRefusedError where nothing can be sent to them. */
export async function resolvePlaces(
  stream: RemoteStream,
  localAddress: string,
): Promise<RemotePlaces> {
  const family = isIPv6(localAddress) ? 6 : 4;
  const rtp = await resolvePlace(stream.place, family);
  const rtcp = await resolvePlace(stream.rtcpPlace, family);
  return { rtp, rtcp, hasRtcpMux: stream.hasRtcpMux };
}
