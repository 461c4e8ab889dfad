import type { Conference } from "../xml-state/index.js";
import type { Scope } from "./template/index.js";

/** A codec for sound under the names of SDP (RFC 3551, RFC 7587) and of phones. */
export interface AudioCodec extends Scope {
  /** As in SDP. */
  readonly mime: string;
  /** The clock of SDP, which for G.722 is not its sampling rate. */
  readonly rate: string;
  readonly channels: string;
  /** Lower case, as phones' settings name it. */
  readonly name: string;
  /** The static payload type, or the usual dynamic one. */
  readonly payload: string;
}

const KNOWN: Readonly<Record<string, AudioCodec>> = {
  OPUS: codec("opus", "48000", "2", "123"),
  G722: codec("G722", "8000", "1", "9"),
  PCMU: codec("PCMU", "8000", "1", "0"),
  PCMA: codec("PCMA", "8000", "1", "8"),
  G729: codec("G729", "8000", "1", "18"),
};
const VIDEO = new Set(["VP8", "VP9", "H264", "AV1"]);

function codec(mime: string, rate: string, channels: string, payload: string): AudioCodec {
  return { mime, rate, channels, name: mime.toLowerCase(), payload };
}

/** The codecs of the conferences somebody may dial, in the order of the types that are used most. */
export function audioCodecs(
  globals: Readonly<Record<string, string>>,
  conferences: readonly Conference[],
): AudioCodec[] {
  return namesOf(globals, conferences).flatMap((name) => KNOWN[name] ?? []);
}

export function hasVideo(
  globals: Readonly<Record<string, string>>,
  conferences: readonly Conference[],
): boolean {
  return namesOf(globals, conferences).some((name) => VIDEO.has(name));
}

/** `type_<type>_codecs` is what a conference of that type offers; see freeswitch/conf/vars.xml. */
function namesOf(
  globals: Readonly<Record<string, string>>,
  conferences: readonly Conference[],
): string[] {
  const uses = new Map<string, number>();
  for (const { type } of conferences) uses.set(type, (uses.get(type) ?? 0) + 1);
  const types = [...uses].sort(([, a], [, b]) => b - a).map(([type]) => type);
  const everything = globals["global_codec_prefs"] ?? "";
  const lists = types.map((type) => globals[`type_${type}_codecs`] ?? everything);
  const words = (lists.length > 0 ? lists : [everything]).join(",").toUpperCase().split(",");
  return [...new Set(words.map((word) => word.trim().replace(/@.*$/, "")).filter(Boolean))];
}
