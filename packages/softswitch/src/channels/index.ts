import type { AudioClock } from "../audio/index.js";
import type { Conferences } from "../conference/index.js";
import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import { Calls } from "./calls.js";
import { registerScriptedCommands, scriptedCall } from "./scripted.js";
import { registerTables } from "./tables.js";
import type { Placing } from "./types.js";
import { registerUuidCommands } from "./uuid-commands.js";

export { type Demo, type DemoOptions, startDemo } from "./demo.js";
export type { DialplanAction } from "./dialplan.js";
export { type Load, type LoadOptions, startLoad } from "./load.js";
export {
  type CallerIdentity,
  type CallOptions,
  type Placing,
  type ScriptedCall,
  UnknownCallerError,
} from "./types.js";

export interface ChannelsInput {
  /** The switch's ticker. */
  readonly clock: AudioClock;
  readonly conferences: Conferences;
  readonly registrations: Registrations;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The calls of the switch, as scripts place them. */
export interface Channels extends Placing {
  /** Ends every call. */
  stop(): Promise<void>;
}

/** Adds calls to the core: `uuid_*`, `hupall`, the rows of `show channels`, the sub-commands of `softswitch`. */
export function installChannels(core: SwitchCore, input: ChannelsInput): Channels {
  const now = input.now ?? Date.now;
  const calls = new Calls({ core, ...input, now });
  registerTables(core, calls);
  registerUuidCommands(core, calls, now);
  registerScriptedCommands(core, calls);
  return {
    call: async (from, destination, options) =>
      scriptedCall(calls.place(from, destination, options)),
    stop: async () => {
      calls.hangupAll("SYSTEM_SHUTDOWN");
      calls.soon.stop();
    },
  };
}
