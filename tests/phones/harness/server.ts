import { createLogger, DEFAULT_CONTEXTS, type Settings, startServer } from "@parley/server";
import type { PhoneSwitch } from "./switches.js";

/** A control server that watches a switch of the tests. */
export interface Attached {
  stop(): Promise<void>;
}

/** Starts the control server on the switch's tree; resolves when it knows what goes on. */
export async function attachServer({ esl, tree }: PhoneSwitch): Promise<Attached> {
  const settings: Settings = {
    switch: "softswitch",
    eslHost: esl.host,
    eslPort: esl.port,
    eslPassword: tree.eslPassword,
    confDir: tree.confDir,
    recordingsDir: tree.recordingsDir,
    dataDir: tree.dataDir,
    httpHost: "127.0.0.1",
    httpPort: 0,
    publicHost: "127.0.0.1",
    logLevel: "silent",
    contexts: [...DEFAULT_CONTEXTS],
  };
  const server = await startServer(settings, { logger: createLogger(settings.logLevel) });
  await server.ready;
  return server;
}
