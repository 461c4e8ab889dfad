import { createLogger, loadConfig, startServer } from "@parley/server";
import type { PhoneSwitch } from "./switches.js";

/** A control server that watches a switch of the tests. */
export interface Attached {
  stop(): Promise<void>;
}

/** Starts the control server on the switch's tree; resolves when it knows what goes on. */
export async function attachServer({ esl, tree }: PhoneSwitch): Promise<Attached> {
  const { settings } = await loadConfig({
    folder: tree.dataDir,
    environment: {
      PARLEY_ESL_HOST: esl.host,
      PARLEY_ESL_PORT: String(esl.port),
      PARLEY_ESL_PASSWORD: tree.eslPassword,
      PARLEY_CONF_DIR: tree.confDir,
      PARLEY_RECORDINGS_DIR: tree.recordingsDir,
      PARLEY_DATA_DIR: tree.dataDir,
      PARLEY_LOG_LEVEL: "silent",
    },
  });
  const logger = createLogger(settings.logLevel);
  const server = await startServer({ ...settings, httpPort: 0 }, { logger });
  await server.ready;
  return server;
}
