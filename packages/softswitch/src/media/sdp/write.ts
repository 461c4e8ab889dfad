import type { SdpAttribute, SdpConnection, SdpMedia, SdpSession } from "./types.js";

/** Lines that stand before `c=` (RFC 8866 5). */
const isBeforeConnection = (line: string): boolean => /^[iuep]=/.test(line);

const writeAttribute = ({ name, value }: SdpAttribute): string =>
  value === undefined ? `a=${name}` : `a=${name}:${value}`;

function section(
  otherLines: readonly string[],
  connection: SdpConnection | undefined,
  attributes: readonly SdpAttribute[],
): string[] {
  return [
    ...otherLines.filter(isBeforeConnection),
    ...(connection ? [`c=IN ${connection.family} ${connection.address}`] : []),
    ...otherLines.filter((line) => !isBeforeConnection(line)),
    ...attributes.map(writeAttribute),
  ];
}

const writeMedia = (media: SdpMedia): string[] => [
  ["m=", [media.kind, media.port, media.protocol, ...media.formats].join(" ")].join(""),
  ...section(media.otherLines, media.connection, media.attributes),
];

/** The description's text, lines ended by CRLF. */
export function writeSdp(session: SdpSession): string {
  const { username, sessionId, version, family, address } = session.origin;
  const lines = [
    "v=0",
    `o=${username} ${sessionId} ${version} IN ${family} ${address}`,
    `s=${session.name}`,
    ...section(session.otherLines, session.connection, session.attributes),
    ...session.media.flatMap(writeMedia),
  ];
  return `${lines.join("\r\n")}\r\n`;
}
