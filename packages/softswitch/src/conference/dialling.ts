import type { Header } from "../core/index.js";

/** Whom a room calls, and what the call then runs: `name@profile+flags{…}` of the application `conference`. */
export interface DialWish {
  readonly dialString: string;
  readonly callerId: { readonly name: string; readonly number: string };
  readonly data: string;
}

export interface DialOutcome {
  /** `SUCCESS`, or the cause why nobody answered. */
  readonly cause: string;
  readonly uuid: string | undefined;
  /** Lets the answered call come in. */
  enter(): void;
}

/** Calls somebody for a room; the channels room provides it. Never rejects. */
export type ConferenceDialer = (wish: DialWish) => Promise<DialOutcome>;

/** What the command line `NAME dial|bgdial STRING [NUMBER [NAME]]` wants; the room's own caller id where it does not say. */
export function readDialWish(
  argv: readonly string[],
  room: { readonly callerIdName: string; readonly callerIdNumber: string } | undefined,
): DialWish {
  const [data = "", , dialString = "", number, name] = argv;
  const callerId = {
    name: name ?? room?.callerIdName ?? "",
    number: number ?? room?.callerIdNumber ?? "",
  };
  return { dialString, callerId, data };
}

export const dialReply = (cause: string): string => `+OK Call Requested: result: [${cause}]\n`;

export function dialResultHeaders({ cause, uuid }: DialOutcome, jobUuid: string): Header[] {
  const headers: Header[] = [
    ["Result", cause],
    ["Job-UUID", jobUuid],
  ];
  if (uuid !== undefined) headers.push(["Peer-UUID", uuid]);
  return headers;
}
