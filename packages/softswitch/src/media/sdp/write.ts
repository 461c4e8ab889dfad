import type { SdpSession } from "./types.js";

/** The description's text, lines ended by CRLF. */
export function writeSdp(session: SdpSession): string {
  return session.name;
}
