import { valuesOf } from "./attributes.js";
import type { SdpMedia } from "./types.js";

/** A payload type of an m-line with what `rtpmap` and `fmtp` say of it. */
export interface SdpPayload {
  readonly type: number;
  /** As written; to be compared without regard to case. */
  readonly name: string;
  readonly clockRate: number;
  readonly channels: number;
  readonly parameters: string | undefined;
}

/** Types that need no rtpmap (RFC 3551 6), those of interest. */
const STATIC: Readonly<Record<number, readonly [name: string, clockRate: number]>> = {
  0: ["PCMU", 8000],
  3: ["GSM", 8000],
  8: ["PCMA", 8000],
  9: ["G722", 8000],
  13: ["CN", 8000],
  18: ["G729", 8000],
  34: ["H263", 90_000],
};

function parseMap(value: string): Omit<SdpPayload, "parameters"> | undefined {
  const match = /^(\d{1,3}) +([^/ ]+)\/(\d+)(?:\/(\d+))?/.exec(value.trim());
  if (!match) return undefined;
  const [, type, name = "", clockRate, channels] = match;
  return {
    type: Number(type),
    name,
    clockRate: Number(clockRate),
    channels: Number(channels ?? 1),
  };
}

function staticMap(type: number): Omit<SdpPayload, "parameters"> | undefined {
  const known = STATIC[type];
  return known && { type, name: known[0], clockRate: known[1], channels: 1 };
}

/** The m-line's payload types in its order; those that say nothing about themselves are left out. */
export function readPayloads(media: SdpMedia): SdpPayload[] {
  const maps = valuesOf(media, "rtpmap").flatMap((value) => parseMap(value) ?? []);
  const formats = valuesOf(media, "fmtp").map((value) => value.trim());
  return media.formats.flatMap((format) => {
    const type = Number(format);
    if (!/^\d{1,3}$/.test(format) || type > 127) return [];
    const map = maps.find((one) => one.type === type) ?? staticMap(type);
    const parameters = formats.find((one) => one.startsWith(`${format} `));
    return map ? [{ ...map, parameters: parameters?.slice(format.length + 1).trim() }] : [];
  });
}

export const isNamed = (payload: SdpPayload, name: string): boolean =>
  payload.name.toLowerCase() === name.toLowerCase();
