import type { EslEvent } from "@parley/esl";
import type { DomainEvent, EventMoment, RegistrationFacts } from "./events.js";

/** The switch keeps a registration for a while after its time is over (sofia_reg.c adds a margin). */
const MARGIN_MS = 120_000;

/** `from-user` is the address of record that signed in; `to-user` holds the From header (sofia_reg.c). */
export function decodeRegistered(
  event: EslEvent,
  node: string,
  moment: EventMoment,
): DomainEvent | undefined {
  const seconds = Number(event.get("expires"));
  const known = Number.isFinite(seconds) && seconds > 0 && moment.at > 0;
  const expiresAt = known ? moment.at + seconds * 1000 + MARGIN_MS : 0;
  const registration = facts(event, node, "from-user", expiresAt);
  return registration && { type: "registered", registration, ...moment };
}

export function decodeUnregistered(
  event: EslEvent,
  node: string,
  moment: EventMoment,
): DomainEvent | undefined {
  const registration = facts(event, node, "from-user", 0);
  return registration && { type: "unregistered", registration, ...moment };
}

/** An expired registration names its address of record `user`, unlike the two above. */
export function decodeExpired(
  event: EslEvent,
  node: string,
  moment: EventMoment,
): DomainEvent | undefined {
  const registration = facts(event, node, "user", 0);
  return registration && { type: "unregistered", registration, ...moment };
}

function facts(
  event: EslEvent,
  node: string,
  userHeader: "from-user" | "user",
  expiresAt: number,
): RegistrationFacts | undefined {
  const user = event.get(userHeader);
  const callId = event.get("call-id");
  if (!user || !callId) return undefined;
  return {
    node,
    user,
    callId,
    profile: event.get("profile-name") ?? "",
    ip: event.get("network-ip") ?? "",
    port: event.get("network-port") ?? "",
    expiresAt,
  };
}
