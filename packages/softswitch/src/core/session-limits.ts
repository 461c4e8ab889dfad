import { childNamed, childrenNamed } from "@parley/fsxml";
import type { SwitchCore } from "./types.js";

/** How many sessions there may be, and begin in a second. */
export interface SessionLimits {
  readonly sessions: number;
  readonly perSecond: number;
}

/** FreeSWITCH's own where switch.conf says nothing (switch_core.c). */
const DEFAULT: SessionLimits = { sessions: 1000, perSecond: 30 };

/** What switch.conf of the tree says, as it is now: `max-sessions` and `sessions-per-second`. */
export function sessionLimits({ tree }: Pick<SwitchCore, "tree">): SessionLimits {
  const configuration = tree.locate("configuration", "configuration", "name", "switch.conf");
  const params = childrenNamed(childNamed(configuration, "settings"), "param");
  const value = (name: string): number =>
    Number(params.findLast(({ attributes }) => attributes["name"] === name)?.attributes["value"]);
  return {
    sessions: value("max-sessions") || DEFAULT.sessions,
    perSecond: value("sessions-per-second") || DEFAULT.perSecond,
  };
}
