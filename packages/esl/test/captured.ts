import { readCapture } from "../../../tests/_util/captures.js";

/** The captures of the event socket, small ones first. */
export const CAPTURES = [
  "01-session-basics",
  "04-reloadxml-broken",
  "11-outbound-socket",
  "02-session-commands",
  "12-registrations",
  "03-config-queries",
  "10-video-mux",
  "11-outbound-socket.server",
  "05-conference-plain",
  "06-conference-json",
  "07-conference-xml",
] as const;

/** What the switch sent, connection by connection (a capture may hold several). */
export function switchStreams(name: string): Buffer[] {
  const streams: Buffer[][] = [[]];
  for (const step of readCapture(name)) {
    if (step.dir === "close") streams.push([]);
    else if (step.dir === "in") streams.at(-1)?.push(step.data);
  }
  return streams.map((parts) => Buffer.concat(parts)).filter((stream) => stream.length > 0);
}
