import { createClock } from "./audio/index.js";
import {
  type Channels,
  type Demo,
  type DemoOptions,
  installChannels,
  type Load,
  type LoadOptions,
  startDemo,
  startLoad,
} from "./channels/index.js";
import { installConferences } from "./conference/index.js";
import type { SwitchCore } from "./core/index.js";
import type { Registrations } from "./registrations/index.js";

/** The rooms that have calls in them, joined together. */
export interface Rooms {
  readonly call: Channels["call"];
  startDemo(options?: DemoOptions): Demo;
  startLoad(options: LoadOptions): Promise<Load>;
  stop(): Promise<void>;
}

export function installRooms(core: SwitchCore, registrations: Registrations): Rooms {
  const clock = createClock({ onError: (error) => core.log("err", `Sound: ${String(error)}`) });
  const conferences = installConferences(core, { clock });
  const channels = installChannels(core, { conferences, registrations, clock });
  return {
    call: channels.call,
    startDemo: (options) => startDemo(core, channels, options),
    startLoad: (options) => startLoad(channels, options),
    stop: async () => {
      await channels.stop();
      conferences.stop();
      clock.stop();
    },
  };
}
