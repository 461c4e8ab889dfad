import { createSoftswitch, type SoftswitchOptions } from "@parley/softswitch";
import { rtpRange } from "./ports.js";
import type { Endpoint, Starter } from "./switches.js";

const HOST = "127.0.0.1";

interface Started {
  readonly host: string;
  readonly eslPort: number;
  readonly sip?:
    | { readonly udp: Endpoint; readonly tcp: Endpoint; readonly ws: Endpoint | undefined }
    | undefined;
}

/** Starts the softswitch in this process. */
export const startSoftswitch: Starter = async (make) => {
  const tree = make({});
  const options = {
    confDir: tree.confDir,
    recordingsDir: tree.recordingsDir,
    host: HOST,
    eslPort: 0,
    eslPassword: tree.eslPassword,
    sip: { host: HOST, port: 0, wsPort: 0, rtpPorts: rtpRange() },
  };
  const softswitch = createSoftswitch(options as SoftswitchOptions);
  const { host, eslPort, sip } = (await softswitch.start()) as Started;
  if (!sip?.ws) {
    await softswitch.stop();
    throw new Error("the softswitch has no SIP over WebSocket");
  }
  return {
    tree,
    running: {
      esl: { host, port: eslPort },
      udp: sip.udp,
      tcp: sip.tcp,
      wsUrl: `ws://${sip.ws.host}:${sip.ws.port}`,
      stop: () => softswitch.stop(),
    },
  };
};
