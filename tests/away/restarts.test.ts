import { createSoftswitch, type ScriptedCall, type Softswitch } from "@parley/softswitch";
import { expect, test } from "vitest";
import { LiveClient, pictureOf } from "../_util/live-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";

const RESTARTS = 20;
const ROOMS = ["30000", "31000", "32000"] as const;

/** Calls that come and go, keys that are pressed, as fast as the event loop turns, until stopped. */
class Load {
  readonly #calls: ScriptedCall[] = [];
  #running = true;
  readonly #done: Promise<void>;

  constructor(readonly softswitch: Softswitch) {
    this.#done = this.#run();
  }

  async stop(): Promise<void> {
    this.#running = false;
    await this.#done;
  }

  async #run(): Promise<void> {
    for (let turn = 0; this.#running; turn++) {
      const number = ROOMS[turn % ROOMS.length]!;
      this.#calls.push(
        await this.softswitch.callers.call({ number: String(21_000 + turn) }, number),
      );
      if (this.#calls.length > 12) await this.#calls.shift()?.hangup();
      this.#calls[turn % this.#calls.length]?.talk(turn % 2 === 0);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

/** The switch's own listing as `name → member ids`. */
async function listed({ core }: Softswitch): Promise<Record<string, string[]>> {
  const rooms = JSON.parse(await core.api.execute("conference json_list")) as {
    conference_name: string;
    members: { id?: number }[];
  }[];
  const entries = rooms.map(
    ({ conference_name, members }) =>
      [
        conference_name,
        members.flatMap(({ id }) => (id === undefined ? [] : [String(id)])).sort(),
      ] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function anotherSwitch({ settings }: TestSystem): Softswitch {
  return createSoftswitch({
    confDir: settings.confDir,
    recordingsDir: settings.recordingsDir,
    host: "127.0.0.1",
    eslPort: settings.eslPort,
    eslPassword: settings.eslPassword,
  });
}

test(`${RESTARTS} restarts of the switch under load: state as the switch lists it within 2 s, each event once`, async () => {
  const system = await startSystem();
  const client = await LiveClient.open(system.server.url, system.admin);
  const admin = system.client();
  let { softswitch } = system;
  try {
    for (let round = 0; round < RESTARTS; round++) {
      const load = new Load(softswitch);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await load.stop();
      await softswitch.stop();
      await expect.poll(() => health(system)).toBe("degraded");
      expect((await admin.get("/api/users")).status).toBe(200);
      const item = { name: `Round ${round}`, email: "r@example.org", context: "public" };
      expect((await admin.post("/api/users/add", [item])).status).toBe(503);

      softswitch = anotherSwitch(system);
      const busy = new Load(softswitch);
      await softswitch.start();
      await expect.poll(() => health(system), { timeout: 15_000, interval: 20 }).toBe("ok");
      await new Promise((resolve) => setTimeout(resolve, 60));
      await busy.stop();
      const truth = await listed(softswitch);
      expect(Object.keys(truth).length).toBeGreaterThan(0);
      const seen = async () => pictureOf(await client.init());
      await expect.poll(seen, { timeout: 2000, interval: 20 }).toEqual(truth);
      await expect.poll(() => client.picture(), { timeout: 2000, interval: 20 }).toEqual(truth);
      expect(client.oddities).toEqual([]);
    }
  } finally {
    client.close();
    await system.server.stop();
    await softswitch.stop();
  }
}, 240_000);

async function health({ server }: TestSystem): Promise<string> {
  const answer = await fetch(new URL("/health", server.url));
  return ((await answer.json()) as { status: string }).status;
}
