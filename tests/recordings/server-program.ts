import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Settings } from "@parley/server";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const READY = /Parley is ready: (\S+)/;

/** The server as a process of its own, as `parley start` runs it. */
export interface ServerProgram {
  readonly url: string;
  /** No signal that it could handle: as if the machine had failed. */
  killed(): Promise<void>;
  stopped(): Promise<void>;
}

export async function startServerProgram(settings: Settings): Promise<ServerProgram> {
  const child = spawn(process.execPath, [`${ROOT}packages/server/bin/parley.js`, "start"], {
    cwd: settings.dataDir,
    env: environmentOf(settings),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const end = async (signal: "SIGKILL" | "SIGTERM") => {
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
  };
  return {
    url: await urlOf(child),
    killed: () => end("SIGKILL"),
    stopped: () => end("SIGTERM"),
  };
}

function environmentOf(settings: Settings): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    PARLEY_SWITCH: "freeswitch",
    PARLEY_ESL_HOST: settings.eslHost,
    PARLEY_ESL_PORT: String(settings.eslPort),
    PARLEY_ESL_PASSWORD: settings.eslPassword,
    PARLEY_CONF_DIR: settings.confDir,
    PARLEY_RECORDINGS_DIR: settings.recordingsDir ?? "",
    PARLEY_DATA_DIR: settings.dataDir,
    PARLEY_HTTP_PORT: "0",
    PARLEY_LOG_LEVEL: "error",
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += String(chunk);
    const url = READY.exec(said)?.[1];
    if (url === undefined) continue;
    // What it says later must not fill the pipe.
    child.stdout?.resume();
    return url;
  }
  throw new Error(`the server ended: ${said}`);
}
