import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareDataDir } from "@parley/server";
import { createSoftswitch, type Softswitch } from "@parley/softswitch";
import { TREE } from "../_util/system.js";

export interface TestSwitch {
  readonly softswitch: Softswitch;
  /** A data folder of its own, with a user 20000 and no others. */
  readonly dataDir: string;
  /** What a program needs to find this switch. */
  readonly environment: Record<string, string>;
  readonly port: number;
  readonly password: string;
  stop(): Promise<void>;
}

/** A softswitch alone, in this process, on a free port. */
export async function startTestSwitch(): Promise<TestSwitch> {
  const dataDir = mkdtempSync(join(tmpdir(), "parley-esl-"));
  const made = prepareDataDir({ dataDir, treeDir: TREE });
  if (!made) throw new Error("the data folder was not fresh");
  const password = "for-tests-only";
  const softswitch = createSoftswitch({
    confDir: made.confDir,
    recordingsDir: join(dataDir, "recordings"),
    host: "127.0.0.1",
    eslPort: 0,
    eslPassword: password,
    heartbeatMs: 0,
  });
  const { eslPort: port } = await softswitch.start();
  return {
    softswitch,
    dataDir,
    port,
    password,
    environment: {
      PARLEY_ESL_HOST: "127.0.0.1",
      PARLEY_ESL_PORT: String(port),
      PARLEY_ESL_PASSWORD: password,
      PARLEY_DATA_DIR: dataDir,
    },
    async stop() {
      await softswitch.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
