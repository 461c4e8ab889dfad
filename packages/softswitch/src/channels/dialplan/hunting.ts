import type { EventSource } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import { profileFields } from "../caller-profile.js";
import { type DialplanAction, type DialplanFacts, findRoute, type Route } from "./dialplan.js";
import { mayRunInline } from "./dialplan-inline.js";

const INLINE: EventSource = { file: "mod_dialplan_xml.c", function: "exec_app", line: 68 };

/** An empty capture empties the array, so only what follows the last one stays (switch_channel_add_variable_var_check). */
const pushed = (values: readonly string[]): readonly string[] =>
  values.slice(values.lastIndexOf("") + 1);

function runInline(session: CallSession, { application, data }: DialplanAction): void {
  if (mayRunInline(application)) void session.execute(application, data);
  else session.input.core.log("err", "This application cannot be executed inline", INLINE);
}

function factsOf(session: CallSession): DialplanFacts {
  const { channel, input } = session;
  const { profile } = channel.facts;
  const fields = profileFields(profile, session.uuid, session.name);
  return {
    destination: profile.destination,
    field: (name) => fields[name.toLowerCase()],
    expand: (text) => session.expand(text),
    getVariable: (name) => session.getVariable(name),
    setVariable: (name, values) => channel.variables.set(name, pushed(values)),
    clearVariables: (prefix) => channel.variables.removePrefix(prefix),
    runInline: (action) => runInline(session, action),
    now: () => input.now(),
    log: (text) => input.core.log("err", text),
  };
}

/** What the dialplan of the call's context (or of `global`) says for its destination; undefined: no route. */
export function huntRoute(session: CallSession): Route | undefined {
  const { tree } = session.input.core;
  const name = session.channel.facts.profile.context;
  const context = tree.dialplanContext(name) ?? tree.dialplanContext("global");
  return context && findRoute(context, factsOf(session));
}

/** The applications of the route; none when there is no route, or all of it ran while hunting. */
export const huntActions = (session: CallSession): readonly DialplanAction[] =>
  huntRoute(session)?.actions ?? [];

/** What the dialplan says for another extension than the one dialled (`execute_extension`). */
export function huntElsewhere(
  session: CallSession,
  extension: string,
  context: string | undefined,
): readonly DialplanAction[] {
  const { channel } = session;
  const { profile } = channel.facts;
  const there = { destination: extension, context: context ?? profile.context };
  channel.update({ profile: { ...profile, ...there } });
  const route = huntRoute(session);
  channel.update({ profile });
  return route?.actions ?? [];
}
