import type { CallSession } from "./call-session.js";
import { type DialplanAction, findRoute } from "./dialplan.js";

/** What the dialplan of the call's context says for its destination; nothing means no route. */
export function huntActions(session: CallSession): readonly DialplanAction[] {
  const { channel, input } = session;
  const context = input.core.tree.dialplanContext(channel.facts.profile.context);
  if (!context) return [];
  const route = findRoute(context, {
    field: (name) => session.getVariable(name) ?? "",
    expand: (text) => session.expand(text),
  });
  if (route.match) channel.variables.set("DP_MATCH", route.match);
  return route.actions;
}
