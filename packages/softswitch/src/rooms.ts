import type { CallerIdentity, CallOptions, ScriptedCall } from "./channels/types.js";
import { installConferences } from "./conference/index.js";
import type { SwitchCore } from "./core/index.js";
import type { Registrations } from "./registrations/index.js";

/** The rooms that have calls in them, joined together. */
export interface Rooms {
  call(from: CallerIdentity, destination: string, options?: CallOptions): Promise<ScriptedCall>;
  stop(): Promise<void>;
}

export function installRooms(core: SwitchCore, _registrations: Registrations): Rooms {
  const conferences = installConferences(core);
  core.api.register("uuid_kill", () => "-ERR No such channel!\n");
  return {
    call: () => Promise.reject(new Error("no channels yet")),
    stop: async () => conferences.stop(),
  };
}
