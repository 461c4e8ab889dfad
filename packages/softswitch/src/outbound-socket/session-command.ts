import { isTrue, type SessionMessage } from "../core/index.js";
import type { SessionCommand } from "./types.js";

type Get = (name: string) => string | undefined;

/** The first header of a name counts, as everywhere in FreeSWITCH's events. */
const reader =
  ({ headers }: SessionMessage): Get =>
  (name) =>
    headers.find(([key]) => key.toLowerCase() === name)?.[1];

function argumentOf(get: Get, body: string | undefined): string {
  const argument = get("execute-app-arg") ?? "";
  const inBody = argument === "" && get("content-type")?.toLowerCase() === "text/plain";
  return inBody ? (body ?? "") : argument;
}

function execution(get: Get, body: string | undefined, lock: boolean): SessionCommand {
  const application = get("execute-app-name");
  if (application === undefined) return { kind: "nothing" };
  return {
    kind: "execute",
    application,
    argument: argumentOf(get, body),
    loops: loopsOf(get("loops")),
    eventUuid: get("event-uuid"),
    eventUuidName: get("event-uuid-name"),
    lock,
    holdPartner: isTrue(get("hold-bleg")),
  };
}

/** C's atoi: what is no number is none. */
const loopsOf = (text: string | undefined): number =>
  text === undefined ? 1 : Number.parseInt(text, 10) || 0;

function extension(message: SessionMessage, lock: boolean): SessionCommand {
  const actions = message.headers
    .filter(([name]) => name.toLowerCase() === "application")
    .map(([, value]) => {
      const blank = value.indexOf(" ");
      return blank < 0
        ? { application: value, data: "" }
        : { application: value.slice(0, blank), data: value.slice(blank + 1) };
    });
  return { kind: "transfer-to", actions, lock };
}

/** Reads a `sendmsg` as switch_ivr_parse_event does: the call command is told by its exact letters; an unknown one is nothing. */
export function readSessionCommand(message: SessionMessage): SessionCommand {
  const get = reader(message);
  const lock = isTrue(get("event-lock"));
  switch (get("call-command")) {
    case "execute":
      return execution(get, message.body, lock);
    case "hangup":
      return { kind: "hangup", cause: get("hangup-cause") ?? "NORMAL_CLEARING", lock };
    case "xferext":
      return extension(message, lock);
    default:
      return { kind: "nothing" };
  }
}
