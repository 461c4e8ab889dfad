import type { ControlledSession } from "../core/index.js";
import type { CallSession } from "./call-session.js";
import { profileHeaders } from "./caller-profile.js";

/** A call as a connection has it that is bound to it. */
export function controlledSession(call: CallSession): ControlledSession {
  const { uuid, name, channel } = call;
  return {
    uuid,
    name,
    dataHeaders: () => {
      const { profile, times } = channel.facts;
      const caller = profileHeaders(profile, times, uuid, name, { prefix: "Channel" });
      return [...caller, ...channel.extendedHeaders()];
    },
    getVariable: (variable) => call.getVariable(variable),
    setVariable: (variable, value) => call.setVariable(variable, value),
  };
}
