import { type ClientEvents, type ClientOptions, EslClient } from "../src/index.js";
import { ScriptedSwitch, type ScriptOptions } from "./scripted-switch.js";

/** A ready client with its switch; both are gone when the test ends. */
export async function ready(script: ScriptOptions = {}, options: Partial<ClientOptions> = {}) {
  const scripted = await ScriptedSwitch.start(script);
  const client = new EslClient({
    port: scripted.port,
    password: "ClueCon",
    watchdog: false,
    reconnect: () => 5,
    timeouts: { closeMs: 50 },
    ...options,
  });
  const dispose = async () => {
    await client.close();
    await scripted[Symbol.asyncDispose]();
  };
  await client.connect().catch(async (error: unknown) => {
    await dispose();
    throw error;
  });
  return { client, scripted, [Symbol.asyncDispose]: dispose };
}

/** What the next event of that name brings. */
export function nextOf<K extends keyof ClientEvents>(
  client: EslClient,
  name: K,
): Promise<ClientEvents[K][0]> {
  return new Promise((resolve) =>
    client.once(name, ((value: ClientEvents[K][0]) => resolve(value)) as never),
  );
}
