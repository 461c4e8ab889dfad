import { childNamed, childrenNamed } from "@parley/fsxml";
import { isTrue, type SwitchCore, sessionLimits } from "../core/index.js";
import type { SipRequest, SipVerdict } from "../sip/index.js";

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

/**
 * Whether a REGISTER that only asks for the bindings is refused, with 500 and before any challenge, as sofia_reg.c does
 * where `reg-deny-binding-fetch-and-no-lookup` stands in the global settings of sofia.conf; a profile's is not looked at.
 */
export function deniesFetch({ tree }: SwitchCore, request: SipRequest): boolean {
  if (request.get("Contact") !== undefined) return false;
  const sofia = tree.locate("configuration", "configuration", "name", "sofia.conf");
  const params = childrenNamed(childNamed(sofia, "global_settings"), "param");
  return params.some(
    ({ attributes: { name, value } }) =>
      name?.toLowerCase() === "reg-deny-binding-fetch-and-no-lookup" && isTrue(value),
  );
}
