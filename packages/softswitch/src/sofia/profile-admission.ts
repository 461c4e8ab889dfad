import { type SwitchCore, sessionLimits } from "../core/index.js";
import type { SipVerdict } from "../sip/index.js";

const RETRY_AFTER_SECONDS = 300;

/** The refusal of an INVITE when there are as many sessions as may be, before anybody is asked for a password (sofia.c); undefined while there is room. */
export function crowded(core: SwitchCore): SipVerdict | undefined {
  const { sessions, perSecond } = sessionLimits(core);
  const { counters } = core;
  if (counters.active < sessions && counters.perSecond < perSecond) return undefined;
  return {
    status: 503,
    reason: "Maximum Calls In Progress",
    headers: [["Retry-After", String(RETRY_AFTER_SECONDS)]],
  };
}
