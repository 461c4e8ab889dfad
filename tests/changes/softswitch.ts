import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import { HOST, PASSWORD } from "./softswitch-link.js";

export { linkTo } from "./softswitch-link.js";

export interface RunningSoftswitch {
  readonly softswitch: Softswitch;
  readonly port: number;
}

export async function startSoftswitch(confDir: string): Promise<RunningSoftswitch> {
  const softswitch = createSoftswitch({
    confDir,
    host: HOST,
    eslPort: 0,
    eslPassword: PASSWORD,
    heartbeatMs: 0,
  });
  const { eslPort } = await softswitch.start();
  return { softswitch, port: eslPort };
}
