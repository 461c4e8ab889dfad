import { assertHeaderName, assertSafe, invalid } from "./safe.js";

/** A command ready to be written: its bytes, and what errors and logs may call it. */
export interface WireCommand {
  readonly bytes: Buffer;
  readonly label: string;
}

export interface CommandExtra {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** The switch looks for both words anywhere in the head of a command, in any case, and then does what they say instead. */
const RELOAD_TRAP = /unload|reload/i;
const SOCKET_MODULE = /mod_event_socket/i;
const MEANT_RELOAD = /^(?:bg)?api\s+(?:bgapi\s+)?(?:unload|reload)\s+mod_event_socket$/i;

/**
 * Line, headers and body as bytes.
 * @param label what errors may name instead of the line, when the line holds a secret
 * @throws InvalidArgumentError when any part could end the line, add a header or turn into another command
 */
export function encodeCommand(
  line: string,
  extra: CommandExtra = {},
  label: string = line,
): WireCommand {
  assertSafe(line, "line");
  if (line.trim() === "" || line.startsWith(" ")) {
    invalid("line", "must start with a command word");
  }
  let head = `${line}\n`;
  for (const [name, value] of Object.entries(extra.headers ?? {})) head += headerLine(name, value);
  refuseReloadTrap(line, head);
  const body = encodeBody(extra.body);
  if (body === undefined) return { bytes: Buffer.from(`${head}\n`), label };
  const bytes = Buffer.concat([Buffer.from(`${head}Content-Length: ${body.length}\n\n`), body]);
  return { bytes, label };
}

function headerLine(name: string, value: string): string {
  assertHeaderName(name, "header name");
  if (name.toLowerCase() === "content-length") {
    invalid(name, "is computed from the body");
  }
  return `${name}: ${assertSafe(value, name)}\n`;
}

function encodeBody(body: string | undefined): Buffer | undefined {
  if (body === undefined || body === "") return undefined;
  if (typeof body !== "string") invalid("body", "must be text");
  // The switch keeps bodies as C strings and would lose the rest.
  if (body.includes("\0")) invalid("body", "must not contain NUL");
  return Buffer.from(body);
}

/** mod_event_socket.c parse_command: any head with "unload" or "reload" and "mod_event_socket" becomes that api call. */
function refuseReloadTrap(line: string, head: string): void {
  if (SOCKET_MODULE.test(head) && RELOAD_TRAP.test(head) && !MEANT_RELOAD.test(line)) {
    invalid("command", "the switch would take it for a reload of mod_event_socket");
  }
}
