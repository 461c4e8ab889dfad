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
import { registerGauges } from "./gauges.js";
import { createMedia, type Media } from "./media/index.js";
import type { Registrations } from "./registrations/index.js";
import { joinPhones, type Sofia } from "./sofia/index.js";

/** The rooms that have calls in them, joined together. */
export interface Rooms {
  readonly call: Channels["call"];
  startDemo(options?: DemoOptions): Demo;
  startLoad(options: LoadOptions): Promise<Load>;
  /** See Media. */
  expectBrowsers(): Promise<void>;
  stop(): Promise<void>;
}

/** What real phones need; without it there are scripted ones only. */
export interface PhonesInput {
  readonly sofia: Sofia;
  /** First and last port of media. */
  readonly rtpPorts?: readonly [number, number] | undefined;
}

function mediaOf(core: SwitchCore, { sofia, rtpPorts }: PhonesInput): Media {
  const address = sofia.params["rtp-ip"] || core.variables.get("bind_ip") || "127.0.0.1";
  const external = sofia.params["ext-rtp-ip"];
  const isPlain = /^[\d.]+$|^[0-9a-f:]+:[0-9a-f:]*$/i.test(external ?? "");
  return createMedia({
    address,
    ...(isPlain && external !== address && { externalAddress: external }),
    portRange: rtpPorts ?? [
      Number(core.variables.get("rtp_start_port")) || 16_384,
      Number(core.variables.get("rtp_end_port")) || 32_768,
    ],
  });
}

export function installRooms(
  core: SwitchCore,
  registrations: Registrations,
  phones?: PhonesInput,
): Rooms {
  const clock = createClock({ onError: (error) => core.log("err", `Sound: ${String(error)}`) });
  const conferences = installConferences(core, { clock });
  const channels = installChannels(core, { conferences, registrations, clock });
  const media = phones && mediaOf(core, phones);
  if (phones && media) joinPhones({ core, sofia: phones.sofia, media, channels });
  registerGauges(core, { clock, conferences, registrations, sofia: phones?.sofia, media });
  return {
    call: channels.call,
    startDemo: (options) => startDemo(core, channels, options),
    startLoad: (options) => startLoad(channels, options),
    expectBrowsers: async () => media?.expectBrowsers(),
    stop: async () => {
      await channels.stop();
      conferences.stop();
      await media?.stop();
      clock.stop();
    },
  };
}
