import { readCapture } from "../../../tests/_util/captures.js";

/** The bodies the switch sent in a recorded session, by frame, with the command that was asked before each. */
export function captureBodies(name: string): { command: string; body: string }[] {
  const replies = frames(collect(name, "in")).filter(({ type }) => type === "api/response");
  const commands = collect(name, "out")
    .toString("utf8")
    .split("\n\n")
    .filter((command) => command.startsWith("api "));
  return replies.map(({ body }, index) => ({ command: commands[index] ?? "", body }));
}

function collect(name: string, direction: "in" | "out"): Buffer {
  const steps = readCapture(name).filter(({ dir }) => dir === direction);
  return Buffer.concat(steps.map(({ data }) => data));
}

function frames(bytes: Buffer): { type: string; body: string }[] {
  const found: { type: string; body: string }[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\n\n", at);
    if (end < 0) break;
    const head = bytes.toString("utf8", at, end);
    const length = Number(/^Content-Length: (\d+)/m.exec(head)?.[1] ?? 0);
    const type = /^Content-Type: (\S+)/m.exec(head)?.[1] ?? "";
    found.push({ type, body: bytes.toString("utf8", end + 2, end + 2 + length) });
    at = end + 2 + length;
  }
  return found;
}

/** The body of the reply to `command`. */
export function captureReply(name: string, command: string): string {
  const found = captureBodies(name).find((reply) => reply.command === command);
  if (found === undefined) throw new Error(`${name} has no reply to ${command}`);
  return found.body;
}
