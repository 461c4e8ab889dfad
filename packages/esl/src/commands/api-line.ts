import { CommandError } from "../errors.js";
import type { Reply } from "./reply.js";
import { assertSafe, invalid } from "./safe.js";

/** @throws InvalidArgumentError when the command is no word, or anything holds control characters */
export function apiLine(kind: "api" | "bgapi", command: string, args: string | undefined): string {
  assertSafe(command, "command");
  if (command === "" || command.startsWith(" ")) invalid("command", "must start with a word");
  return args === undefined || args === ""
    ? `${kind} ${command}`
    : `${kind} ${command} ${assertSafe(args, "args")}`;
}

/** An `api` answered by the socket itself: it was not permitted. */
export function refuse(reply: Reply, line: string): never {
  throw new CommandError(line, reply.text);
}
