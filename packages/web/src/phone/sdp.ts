/** What goes with every codec of its clock rate and is none itself. */
const COMPANIONS = new Set(["telephone-event"]);

/**
 * An offer or answer with only these audio codecs, in this order (names as in `a=rtpmap`, any case). Digits stay, for
 * the clock rates that stay. Unchanged without wishes, or where none of them is there: a call with another codec is
 * better than none.
 */
export function withCodecs(sdp: string, codecs: readonly string[]): string {
  if (codecs.length === 0) return sdp;
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => (section.startsWith("m=audio ") ? chosen(section, codecs) : section))
    .join("");
}

interface Format {
  readonly payload: string;
  readonly name: string;
  readonly rate: string;
}

/** Payload types that need no `a=rtpmap` (RFC 3551, table 4). */
const STATIC: Readonly<Record<string, string>> = { "0": "PCMU", "8": "PCMA", "9": "G722" };

function formatsOf(section: string, payloads: readonly string[]): Format[] {
  return payloads.map((payload) => {
    const map = new RegExp(`^a=rtpmap:${payload} ([^/\\s]+)/(\\d+)`, "m").exec(section);
    return {
      payload,
      name: (map?.[1] ?? STATIC[payload] ?? "").toLowerCase(),
      rate: map?.[2] ?? "8000",
    };
  });
}

function chosen(section: string, codecs: readonly string[]): string {
  const head = /^(m=audio \d+ \S+) ([\d ]+)/.exec(section);
  if (!head) return section;
  const [line, start = "", list = ""] = head;
  const formats = formatsOf(section, list.trim().split(" "));
  const wanted = codecs.flatMap((codec) =>
    formats.filter(({ name }) => name === codec.toLowerCase()),
  );
  if (wanted.length === 0) return section;
  const rates = new Set(wanted.map(({ rate }) => rate));
  const digits = formats.filter(({ name, rate }) => COMPANIONS.has(name) && rates.has(rate));
  const kept = [...new Set([...wanted, ...digits].map(({ payload }) => payload))];
  const gone = formats.map(({ payload }) => payload).filter((payload) => !kept.includes(payload));
  const rest = section
    .slice(line.length)
    .replace(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) [^\r\n]*\r?\n/gm, (text, payload: string) =>
      gone.includes(payload) ? "" : text,
    );
  return `${start} ${kept.join(" ")}${rest}`;
}

/** Whether a description has pictures that its sender gives or takes. */
export const hasVideo = (sdp: string): boolean => /^m=video (?!0 )/m.test(sdp);

const MDNS = /^(a=candidate:\S+ \d \S+ \d+) \S+\.local /gim;
/** RFC 5737: leads nowhere. */
const NOWHERE = "192.0.2.1";

/**
 * A page that may not use a microphone names its addresses by mDNS only, and FreeSWITCH, which cannot look them up,
 * refuses such an offer with 488. An address that leads nowhere is taken, and the true one is learnt from the browser's
 * own checks (RFC 8445, 7.3.1.3).
 */
export function withAddresses(sdp: string): string {
  const candidates = sdp.match(/^a=candidate:.*$/gm) ?? [];
  const unknown = candidates.length > 0 && candidates.every((line) => /\.local /i.test(line));
  return unknown ? sdp.replace(MDNS, `$1 ${NOWHERE} `) : sdp;
}
