import type { ApiRegistry } from "../core/index.js";
import type { Mischief } from "./mischief.js";
import { MISBEHAVIOURS, parseMisbehaviour } from "./names.js";

/**
 * Adds `softswitch misbehave <name> [argument]` and `softswitch behave`. What concerns the sockets starts
 * after the reply is written, or the caller would never learn that it was understood.
 */
export function registerMisbehaveCommands(own: ApiRegistry, mischief: Mischief): void {
  own.register(
    "misbehave",
    (args) => {
      const wish = parseMisbehaviour(args);
      if (wish === undefined) return `-ERR one of: ${MISBEHAVIOURS.join(", ")}\n`;
      setImmediate(() => mischief.start(wish.name, wish.argument));
      return `+OK ${wish.name}\n`;
    },
    { syntax: "<name> [<argument>]" },
  );
  own.register("behave", () => {
    mischief.behave();
    return "+OK\n";
  });
}
