import type { CaptureStep } from "../../../tests/_util/captures.js";
import { framesIn, type RawClient, type RawFrame } from "./raw-client.js";

/** One command of a capture and the frames that came before the next one. */
export interface Exchange {
  readonly sent: Buffer;
  readonly frames: readonly RawFrame[];
}

/** A capture cut at its commands; the first exchange is the greeting. */
export function exchanges(steps: readonly CaptureStep[]): Exchange[] {
  const result: { sent: Buffer; bytes: Buffer[] }[] = [{ sent: Buffer.alloc(0), bytes: [] }];
  for (const { dir, data } of steps) {
    if (dir === "out") result.push({ sent: data, bytes: [] });
    else if (dir === "in") result.at(-1)?.bytes.push(data);
  }
  return result.map(({ sent, bytes }) => ({ sent, frames: framesIn(Buffer.concat(bytes)) }));
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** What no two runs have in common: ids, clocks, versions, numbers of sessions, lines of the preprocessed file. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [UUID, "UUID"],
  [/0x[0-9a-f]{12}/g, "0xTAG"],
  [/(Event-Date-\w+[":>]+ ?"?)[^"\n<]+/g, "$1DATE"],
  [/(Event-Sequence[":>]+ ?"?)\d+/g, "$1N"],
  [/^\d+\n$/g, "N\n"],
  [/^UP .*$/gm, "UP"],
  [/FreeSWITCH \(Version [^)]*\)/g, "FreeSWITCH (VERSION)"],
  [/^FreeSWITCH Version .*$/gm, "FreeSWITCH Version"],
  [/\d+( session\(s\))/g, "N$1"],
  [/peak \d+, last 5min \d+/g, "peak N, last 5min N"],
  [/min idle cpu .*/g, "min idle cpu"],
  [/"expires":"\d+"/g, '"expires":"EPOCH"'],
  [/(exp|EXP)\([^)]*\) (expsecs|EXPSECS)\(\d+\)/g, "$1(DATE) $2(N)"],
  [/(status":"success","response":).*/g, "$1…"],
  [/near line \d+/g, "near line N"],
];

function masked(text: string): string {
  return VARYING.reduce((rest, [pattern, put]) => rest.replace(pattern, put), text);
}

/** A frame as text with its varying parts masked; lengths count only where nothing was masked. */
export function comparable(frame: RawFrame): string {
  const body = masked(frame.body);
  const head = frame.head.map(([name, value]) => `${name}: ${masked(value)}`).join("\n");
  const lengths = /Content-Length: \d+/gi;
  const text = `${head}\n\n${body}`;
  return body === frame.body ? text : text.replace(lengths, "Content-Length: N");
}

/** Sends a recorded command and gives what came: as many frames as were recorded. */
export async function replay(client: RawClient, exchange: Exchange): Promise<string[]> {
  if (exchange.sent.length > 0) client.write(exchange.sent);
  return (await client.takeMany(exchange.frames.length)).map(comparable);
}
