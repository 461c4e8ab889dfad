import { EslClient, type EslEvent } from "@parley/esl";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SmallSwitch } from "../testing/small-switch.js";
import { createSoftswitch } from "./softswitch.js";

let small: SmallSwitch;
let client: EslClient;

beforeEach(async () => {
  small = await SmallSwitch.start();
  client = new EslClient({
    host: "127.0.0.1",
    port: small.port,
    password: "ClueCon",
    subscription: {
      format: "json",
      events: ["BACKGROUND_JOB", "RELOADXML", "SHUTDOWN"],
      subclasses: ["conference::maintenance", "sofia::register"],
    },
    reconnect: () => 10,
    watchdog: false,
  });
  await client.connect();
});

afterEach(async () => {
  await client.close();
  await small.close();
});

/** The first event that passes the test. */
function heard(wanted: (event: EslEvent) => boolean): Promise<EslEvent> {
  return new Promise((resolve) => {
    const listener = (event: EslEvent): void => {
      if (!wanted(event)) return;
      client.off("event", listener);
      resolve(event);
    };
    client.on("event", listener);
  });
}

const action = (name: string) => (event: EslEvent) => event.get("Action") === name;

test("a client sees a phone sign in, a call join and leave, and what commands do", async () => {
  const registered = heard((event) => event.subclass === "sofia::register");
  await small.softswitch.callers.register("20001");
  expect((await registered).get("from-user")).toBe("20001");
  const joined = heard(action("add-member"));
  const call = await small.softswitch.callers.call("20001", "30000");
  expect((await joined).get("Conference-Name")).toBe("team_room");
  const muted = heard(action("mute-member"));
  expect(await client.bgapi("conference", `team_room mute ${call.memberId}`)).toMatch(
    /^OK mute|^\+OK mute/,
  );
  expect((await muted).get("Member-ID")).toBe(String(call.memberId));
  const left = heard(action("del-member"));
  await call.hangup();
  expect((await left).get("Unique-ID")).toBe(call.uuid);
});

test("a switch that goes and comes back is the same to a client that reconnects", async () => {
  const { port, softswitch, tree } = small;
  const lost = new Promise((resolve) => client.once("down", resolve));
  await softswitch.stop();
  await lost;
  const again = createSoftswitch({ confDir: tree.confDir, eslPort: port, heartbeatMs: 0 });
  const ready = new Promise<void>((resolve) => client.once("ready", () => resolve()));
  await again.start();
  await ready;
  expect(again.core.uuid).not.toBe(softswitch.core.uuid);
  const reloaded = heard((event) => event.name === "RELOADXML");
  expect(await client.api("reloadxml")).toBe("+OK [Success]\n");
  expect((await reloaded).coreUuid).toBe(again.core.uuid);
  await again.stop();
});

test("stopping twice is stopping once, and a taken port is an error", async () => {
  const second = createSoftswitch({ confDir: small.tree.confDir, eslPort: small.port });
  await expect(second.start()).rejects.toThrow(/EADDRINUSE/);
  await second.stop();
  await Promise.all([small.softswitch.stop(), small.softswitch.stop()]);
});
