import type { EslEvent } from "@parley/esl";
import { decodeEvent, type Frame, FrameDecoder } from "@parley/esl/codec";
import { readCapture } from "../_util/captures.js";

/** What a recorded session says, in its order: an event, or a command of the session with the switch's answer. */
export type Recorded =
  | { readonly kind: "event"; readonly event: EslEvent }
  | { readonly kind: "answer"; readonly command: string; readonly text: string };

/** Decodes a recorded session with the decoder that the server uses; reads are split as the kernel delivered them. */
export function* recordedSession(name: string): Generator<Recorded> {
  const decoder = new FrameDecoder();
  const commands: string[] = [];
  for (const { dir, data } of readCapture(name)) {
    if (dir === "out") commands.push(...linesOf(data));
    if (dir !== "in") continue;
    decoder.push(data);
    for (let frame = decoder.next(); frame; frame = decoder.next()) {
      const recorded = recordedOf(frame, commands);
      if (recorded) yield recorded;
    }
  }
}

function recordedOf(frame: Frame, commands: string[]): Recorded | undefined {
  if (frame.contentType.startsWith("text/event-"))
    return { kind: "event", event: decodeEvent(frame) };
  if (frame.contentType !== "api/response" && frame.contentType !== "command/reply")
    return undefined;
  // The switch answers strictly in the order of the commands.
  return { kind: "answer", command: commands.shift() ?? "", text: frame.body.toString("utf8") };
}

function linesOf(data: Buffer): string[] {
  return data
    .toString("utf8")
    .split("\n\n")
    .filter((line) => line !== "");
}
