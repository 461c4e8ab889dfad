import { type Channels, installChannels } from "./channels/index.js";
import { installConferences } from "./conference/index.js";
import type { SwitchCore } from "./core/index.js";
import type { Registrations } from "./registrations/index.js";

/** The rooms that have calls in them, joined together. */
export type Rooms = Channels;

export function installRooms(core: SwitchCore, registrations: Registrations): Rooms {
  const conferences = installConferences(core);
  const channels = installChannels(core, { conferences, registrations });
  return {
    call: (from, destination, options) => channels.call(from, destination, options),
    stop: async () => {
      await channels.stop();
      conferences.stop();
    },
  };
}
