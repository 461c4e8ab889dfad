import type { Command } from "@parley/esl/switch";
import type { Header } from "../core/index.js";
import { replyFrame } from "./frames.js";
import type { Answer, EslSession } from "./session.js";
import { eventName } from "./subscription.js";

/** Fires an event made by the client: its headers first, the core's after them. An unknown name becomes CLONE. */
export function sendEvent(session: EslSession, rest: string, command: Command): Answer {
  const { core } = session;
  const word = rest.split(" ")[0] ?? "";
  const name = (word === "ALL" ? undefined : eventName(word)) ?? "CLONE";
  const uuid = core.newUuid();
  const subclass = name === "CUSTOM" ? command.headers.get("Event-Subclass") : undefined;
  const given = [...command.headers.entries()].filter(
    ([header]) => subclass === undefined || header.toLowerCase() !== "event-subclass",
  );
  const leading: Header[] = [["Command", command.line], ...given, ["Event-UUID", uuid]];
  // With the uuid of a live session the event goes to that session alone.
  if (!core.sessions.exists(command.headers.get("unique-id") ?? "")) {
    core.fire(name, {
      subclass,
      leading,
      body: command.body === undefined ? undefined : cString(command.body),
      source: { file: "mod_event_socket.c", function: "parse_command", line: 2275 },
    });
  }
  return { frame: replyFrame(`+OK ${uuid}`) };
}

/** A body is a C string there: it ends at the first NUL. */
export function cString(body: Buffer): string {
  const end = body.indexOf(0);
  return body.toString("utf8", 0, end < 0 ? body.length : end);
}
