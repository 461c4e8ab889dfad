import type { LoadedConfig } from "../config/index.js";
import { createLogger } from "../logging/index.js";
import { startServer } from "../server.js";

/** Runs until a signal asks to stop; a second one does not wait. */
export async function startCommand(config: LoadedConfig): Promise<number> {
  const logger = createLogger(config.settings.logLevel);
  for (const warning of config.warnings) logger.warn(warning);
  const server = await startServer(config.settings, { logger });
  server.ready.then(() => console.log(`Parley is ready: ${server.url}`));
  await signal();
  process.once("SIGINT", () => process.exit(130));
  await server.stop();
  return 0;
}

function signal(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve());
  });
}
