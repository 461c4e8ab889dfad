import { DIRECTIONS, type SdpAttribute, type SdpDirection } from "./types.js";

interface WithAttributes {
  readonly attributes: readonly SdpAttribute[];
}

export const hasAttribute = (of: WithAttributes, name: string): boolean =>
  of.attributes.some((attribute) => attribute.name === name);

/** The values of all attributes of that name, in order. */
export const valuesOf = (of: WithAttributes, name: string): string[] =>
  of.attributes.flatMap(({ name: own, value }) =>
    own === name && value !== undefined ? [value] : [],
  );

/** The first direction named by a media description, or by the session (RFC 8866 6.7). */
export function directionOf(media: WithAttributes, session: WithAttributes): SdpDirection {
  for (const of of [media, session]) {
    const named = of.attributes.find(({ name }) => DIRECTIONS.some((one) => one === name));
    const direction = DIRECTIONS.find((one) => one === named?.name);
    if (direction) return direction;
  }
  return "sendrecv";
}

export const sends = (direction: SdpDirection): boolean =>
  direction === "sendrecv" || direction === "sendonly";

export const receives = (direction: SdpDirection): boolean =>
  direction === "sendrecv" || direction === "recvonly";

export function makeDirection(isSending: boolean, isReceiving: boolean): SdpDirection {
  if (isSending) return isReceiving ? "sendrecv" : "sendonly";
  return isReceiving ? "recvonly" : "inactive";
}
