import type { SessionInput } from "./call-session.js";
import { REQUEST } from "./event-sources.js";
import { epochMicros } from "./stamps.js";
import { callVariables, inviteVariables, userVariables } from "./telephone.js";
import { unfiredHeaders } from "./unfired.js";

/** What a channel knows from its INVITE and from the caller's entry in the directory. */
export function setFirstVariables(input: SessionInput): void {
  const { channel, phone, serial, userVariables: own, options, now } = input;
  const { variables, uuid, name } = channel;
  const { destination } = channel.facts.profile;
  variables.setAll(callVariables(phone, uuid, serial, name, epochMicros(now())));
  // mod_sofia leaves the headers of the event it asked the directory with among the variables.
  variables.setAll(unfiredHeaders(channel.core, "REQUEST_PARAMS", REQUEST, now()));
  variables.setAll(userVariables(phone, [...own]));
  variables.setAll(inviteVariables(phone, destination, uuid.slice(0, 8)));
  variables.setAll(Object.entries(options.variables ?? {}));
  if (options.flags !== undefined) variables.set("conference_member_flags", options.flags);
}
