import { once } from "node:events";
import { createSoftswitch, type ScriptedCall } from "@parley/softswitch";
import { afterEach, expect, test } from "vitest";
import { startSystem, type TestSystem } from "../_util/system.js";
import { TestClient } from "./harness.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function watched() {
  const system = await startSystem();
  cleanups.push(() => system.stop());
  const { team } = await system.people();
  const login = `${encodeURIComponent(team.name)}:${encodeURIComponent(team.password)}`;
  const url = new URL("/api/live", system.server.url.replace("http", "ws"));
  const client = new TestClient(`${url}?login=${login}`);
  cleanups.push(() => client.socket.terminate());
  await once(client.socket, "open");
  return { system, client, phone: team.id };
}

/** Who is where by the single events alone; fails when one of them comes twice. */
class Follower {
  readonly rooms = new Map<string, Set<string>>();

  follow(frames: readonly string[]): void {
    for (const frame of frames) this.#take(JSON.parse(frame));
  }

  #take(message: { event: string; conference?: string; data?: unknown }): void {
    const room = this.rooms.get(message.conference ?? "");
    const data = message.data as { name: string; confid: string; members: { confid: string }[] };
    switch (message.event) {
      case "newConference":
        expect(this.rooms.has(data.name)).toBe(false);
        this.rooms.set(data.name, new Set(data.members.map(({ confid }) => confid)));
        break;
      case "delConference":
        expect(this.rooms.delete(message.conference ?? "")).toBe(true);
        break;
      case "newMember":
        expect(room?.has(data.confid)).toBe(false);
        room?.add(data.confid);
        break;
      case "delMember":
        expect(room?.delete(String(message.data))).toBe(true);
        break;
      default:
        expect(message.event).not.toBe("newLiveState");
    }
  }

  get roster(): [string, string[]][] {
    return [...this.rooms].map(([name, ids]): [string, string[]] => [name, [...ids].sort()]).sort();
  }
}

interface Listed {
  conference_name: string;
  members: { id?: number }[];
}

async function switchRoster(softswitch: TestSystem["softswitch"]): Promise<[string, string[]][]> {
  const text = await softswitch.core.api.execute("conference json_list");
  return (JSON.parse(text) as Listed[])
    .map(({ conference_name, members }): [string, string[]] => [
      conference_name,
      members.map(({ id }) => String(id)).sort(),
    ])
    .sort();
}

test("twenty lost links under load: each time the clients' picture is the switch's within two seconds", async () => {
  const { system, client, phone } = await watched();
  const { softswitch } = system;
  const follower = new Follower();
  const calls: ScriptedCall[] = [];
  for (let round = 0; round < 20; round++) {
    softswitch.misbehave("drop link");
    softswitch.behave();
    const destination = ["32000", "31000", "30000"][round % 3] ?? "32000";
    calls.push(await softswitch.callers.call(phone, destination));
    calls.push(
      await softswitch.callers.call({ number: `99${round}` }, "32000", { context: "team" }),
    );
    if (calls.length > 6) await calls.splice(round % 5, 1)[0]?.hangup();
    const expected = await switchRoster(softswitch);
    await expect
      .poll(
        () => {
          follower.follow(client.frames.splice(0));
          return follower.roster;
        },
        { timeout: 2000, interval: 20 },
      )
      .toEqual(expected);
  }
  expect(follower.roster.length).toBeGreaterThan(1);
});

test("events that the switch loses are made good, and those it sends twice are told once", async () => {
  const { system, client, phone } = await watched();
  const { softswitch } = system;
  const follower = new Follower();
  const seen = () => {
    follower.follow(client.frames.splice(0));
    return follower.roster;
  };
  softswitch.misbehave("duplicate events");
  const first = await softswitch.callers.call(phone, "32000");
  const second = await softswitch.callers.call({ number: "990" }, "32000", { context: "team" });
  await expect.poll(seen).toEqual(await switchRoster(softswitch));
  await second.hangup();
  await expect.poll(seen).toEqual(await switchRoster(softswitch));
  softswitch.behave();
  softswitch.misbehave("lose events", 1000);
  await softswitch.callers.call({ number: "991" }, "32000", { context: "team" });
  softswitch.behave();
  first.talk(true);
  await expect.poll(seen, { timeout: 4000 }).toEqual(await switchRoster(softswitch));
});

test("a switch that starts anew has nobody in it, and then those who call again", async () => {
  const { system, client, phone } = await watched();
  await system.softswitch.callers.call(phone, "32000");
  await client.received(2);
  const { eslPort, eslPassword, confDir } = system.settings;
  await system.softswitch.stop();
  const again = createSoftswitch({ confDir, host: "127.0.0.1", eslPort, eslPassword });
  cleanups.push(() => again.stop());
  await again.start();
  await again.callers.call(phone, "32000");
  const wanted = ["newConference", "delConference", "newConference"];
  await expect
    .poll(() => client.events.filter((event) => wanted.includes(String(event))), { timeout: 5000 })
    .toEqual(wanted);
});
