import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** One line of a recorded session with a real FreeSWITCH; `data` holds the bytes of one read or write. */
export interface CaptureStep {
  /** Milliseconds since the start of the recording. */
  readonly t: number;
  readonly dir: "in" | "out" | "close" | "note";
  readonly data: Buffer;
}

const folder = new URL("../fixtures/captures/", import.meta.url);

/** The raw JSON lines of a capture, for those whose lines have another shape (13, 14). */
export function readCaptureLines(name: string): Record<string, unknown>[] {
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, folder))).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Reads e.g. `06-conference-json`; the recorded Latin-1 text becomes the bytes that were on the wire. */
export function readCapture(name: string): CaptureStep[] {
  return readCaptureLines(name).map((line) => ({
    t: line["t"] as number,
    dir: line["dir"] as CaptureStep["dir"],
    data: Buffer.from(line["data"] as string, "latin1"),
  }));
}
