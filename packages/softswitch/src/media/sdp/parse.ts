import { MediaRefusedError } from "../types.js";
import type { SdpAttribute, SdpConnection, SdpMedia, SdpOrigin, SdpSession } from "./types.js";

/** More than any phone writes; a body of megabytes is none. */
const LONGEST_CHARACTERS = 65_536;
const MOST_MEDIA = 32;

type Building<T> = { -readonly [K in keyof T]: T[K] };
interface Section {
  connection?: SdpConnection;
  readonly otherLines: string[];
  readonly attributes: SdpAttribute[];
}

const refuse = (field: string, message: string): never => {
  throw new MediaRefusedError(field, message);
};

function parseFamily(netType: string | undefined, family: string | undefined, field: string) {
  if (netType !== "IN" || (family !== "IP4" && family !== "IP6")) {
    return refuse(field, `${field}= names no internet address`);
  }
  return family;
}

/** RFC 8866 5.7. */
function parseConnection(value: string): SdpConnection {
  const [netType, family, address, ...rest] = value.trim().split(/ +/);
  if (address === undefined || rest.length > 0) return refuse("c", "c= has not three parts");
  return { family: parseFamily(netType, family, "c"), address };
}

const first = <T>(before: T | undefined, next: T): T => before ?? next;

/** RFC 8866 5.2. */
function parseOrigin(value: string): SdpOrigin {
  const parts = value.trim().split(/ +/);
  const [username, sessionId, version, netType, family, address] = parts;
  if (
    username === undefined ||
    sessionId === undefined ||
    version === undefined ||
    address === undefined
  ) {
    return refuse("o", "o= has not six parts");
  }
  return { username, sessionId, version, family: parseFamily(netType, family, "o"), address };
}

/** RFC 8866 5.14; a number of ports after the slash is for layered codings and passed over. */
function parseMedia(value: string): Building<SdpMedia> & Section {
  const [kind, place, protocol, ...formats] = value.trim().split(/ +/);
  const port = /^(\d{1,5})(\/\d+)?$/.exec(place ?? "")?.[1];
  if (kind === undefined || port === undefined || protocol === undefined) {
    return refuse("m", "m= has no kind, port and protocol");
  }
  if (Number(port) > 65_535) return refuse("m", `m=${kind} has port ${port}`);
  return { kind, port: Number(port), protocol, formats, otherLines: [], attributes: [] };
}

function parseAttribute(value: string): SdpAttribute {
  const colon = value.indexOf(":");
  if (colon < 0) return { name: value.trim() };
  return { name: value.slice(0, colon).trim(), value: value.slice(colon + 1) };
}

/** Collects the lines of one description in their order. */
class SdpReader {
  origin: SdpOrigin | undefined;
  name = "-";
  readonly session: Section = { otherLines: [], attributes: [] };
  readonly media: (Building<SdpMedia> & Section)[] = [];

  take(type: string, value: string): void {
    const section = this.media.at(-1) ?? this.session;
    switch (type) {
      case "v":
        if (value.trim() !== "0") refuse("v", `v=${value} is not known`);
        return;
      case "o":
        this.origin = parseOrigin(value);
        return;
      case "s":
        this.name = value;
        return;
      case "c":
        // RFC 8866 5.7 allows several in a media description, for multicast layers: the first one counts.
        section.connection = first(section.connection, parseConnection(value));
        return;
      case "a":
        section.attributes.push(parseAttribute(value));
        return;
      case "m":
        if (this.media.length >= MOST_MEDIA) refuse("m", "there are too many streams");
        this.media.push(parseMedia(value));
        return;
      default:
        section.otherLines.push(`${type}=${value}`);
    }
  }
}

/** Throws MediaRefusedError whose `field` names the line that is wrong (`v`, `o`, `c`, `m`, `line`). */
export function parseSdp(text: string): SdpSession {
  if (text.length > LONGEST_CHARACTERS) refuse("line", "the description is too long");
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  if (!lines[0]?.startsWith("v=")) refuse("v", "a description begins with v=0");
  const reader = new SdpReader();
  for (const line of lines) {
    const match = /^([a-z])=(.*)$/.exec(line);
    if (match) reader.take(match[1] ?? "", match[2] ?? "");
    else refuse("line", `this is no line of a description: ${line.slice(0, 40)}`);
  }
  const { origin, name, session, media } = reader;
  if (origin === undefined) return refuse("o", "o= is missing");
  return { origin, name, ...session, media };
}
