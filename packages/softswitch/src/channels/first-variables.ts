import { unfiredHeaders } from "../core/index.js";
import type { SessionInput } from "./call-session.js";
import { REQUEST } from "./event-sources.js";

/** What a channel knows from its INVITE and from the caller's entry in the directory. */
export function setFirstVariables(input: SessionInput): void {
  const { channel, leg, serial, userVariables: own, options } = input;
  const { variables, uuid, name } = channel;
  const { destination } = channel.facts.profile;
  const facts = { uuid, serial, name, now: input.now(), destination };
  variables.setAll(leg.firstVariables(facts));
  // mod_sofia leaves the headers of the event it asked the directory with among the variables.
  if (leg.endpoint === "sofia") {
    variables.setAll(unfiredHeaders(channel.core, "REQUEST_PARAMS", REQUEST, facts.now));
  }
  variables.setAll(leg.userVariables(own));
  variables.setAll(leg.requestVariables(facts));
  variables.setAll(Object.entries(options.variables ?? {}));
  if (options.flags !== undefined) variables.set("conference_member_flags", options.flags);
}
