import type { SwitchCore, SwitchEvent } from "../core/index.js";
import type { Notice, Registration, Registrations } from "../registrations/index.js";
import type { SipStack } from "../sip/index.js";
import { reachOf } from "./reach.js";

export interface NotifyingInput {
  readonly core: SwitchCore;
  readonly registrations: Registrations;
  readonly stack: SipStack;
  readonly profile: string;
}

/**
 * Lets the switch speak to registered phones outside calls: what is asked of the registrations goes out as NOTIFY, and
 * so does every event of that name that says to whom (mod_sofia.c, general_event_handler).
 */
export function installNotifying(input: NotifyingInput): void {
  const { core, registrations } = input;
  registrations.notifier = (registration, notice) => {
    send(input, registration, notice).catch((error: unknown) =>
      core.log("debug", `NOTIFY to ${registration.user}: ${String(error)}`),
    );
  };
  core.on("event", (event) => {
    if (event.name === "NOTIFY") pass(input, event);
  });
}

/** An answer of any kind is the end of it: a 481 of a phone that asked for nothing is usual, and no harm. */
async function send(
  { stack }: NotifyingInput,
  registration: Registration,
  { event, contentType, body, callId }: Notice,
): Promise<void> {
  const { user, domain } = registration;
  await stack.request({
    method: "NOTIFY",
    ...reachOf(registration),
    to: `sip:${user}@${domain}`,
    from: { user, domain },
    contactUser: "mod_sofia",
    callId,
    headers: [
      ["Event", event],
      ["Allow-Events", "talk, hold, conference, refer"],
      // Nobody subscribed: a subscription that ends at once (RFC 6665, 4.1.3).
      ["Subscription-State", "terminated;reason=noresource"],
      ["Content-Type", contentType],
    ],
    body,
  });
}

/** To one registration by its Call-ID, or to all of a user; without the headers that say so the event is an event only. */
function pass({ registrations, profile }: NotifyingInput, event: SwitchEvent): void {
  const [user, host] = [event.get("user"), event.get("host")];
  const [kind, contentType] = [event.get("event-string"), event.get("content-type")];
  if (event.get("profile") !== profile || !user || !host || !kind || !contentType) return;
  const callId = event.get("call-id");
  const meant = registrations
    .list()
    .filter((each) =>
      callId === undefined ? each.user === user && each.domain === host : each.callId === callId,
    );
  const notice = { event: kind, contentType, body: event.body ?? "" };
  for (const each of meant) registrations.notify(each, notice);
}
