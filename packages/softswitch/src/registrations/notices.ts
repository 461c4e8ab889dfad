import type { Registration } from "./registration.js";

/** What a NOTIFY tells a registered phone. */
export interface Notice {
  /** Value of the Event header, parameters included: `check-sync;reboot=false`. */
  readonly event: string;
  readonly contentType: string;
  readonly body: string;
  /** Call-ID of the NOTIFY; a fresh one unless given. */
  readonly callId?: string;
}

/** Brings a notice to a phone. What comes of it is told to nobody, as in mod_sofia. */
export type Notifier = (registration: Registration, notice: Notice) => void;

interface Habit {
  readonly agent: RegExp;
  readonly event: string;
}

/** Which event makes which phone read its settings again (sofia_reg.c, sofia_reg_send_reboot); the first that fits counts. */
const HABITS: readonly Habit[] = [
  { agent: /snom|yealink/i, event: "check-sync;reboot=true" },
  { agent: /linksys\/spa8000/i, event: "check-sync" },
  { agent: /linksys/i, event: "reboot_now" },
  { agent: /spa/i, event: "reboot" },
  { agent: /cisco-cp79[46]0g/i, event: "check-sync" },
  { agent: /cisco/i, event: "service-control" },
];

const STAMP = "{0000000000000000}";

/** Cisco's enterprise phones want to be told in a body what they shall do. */
const restart = (callId: string): string =>
  [
    "action=restart",
    `RegisterCallId={${callId}}`,
    ...["Config", "Dialplan", "Softkey"].map((what) => `${what}VersionStamp=${STAMP}`),
  ].join("\n");

/**
 * The notice of `check_sync`, which depends on the phone's maker. It has the Call-ID of the registration: that is how
 * a phone knows that its registrar speaks.
 */
export function syncNotice({ agent, callId }: Registration): Notice {
  const event = HABITS.find((each) => each.agent.test(agent))?.event ?? "check-sync";
  return event === "service-control"
    ? { event, contentType: "text/plain", body: restart(callId), callId }
    : { event, contentType: "application/simple-message-summary", body: "", callId };
}
