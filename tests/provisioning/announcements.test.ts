import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { EMPTY_STATE, type LiveState } from "../../packages/server/src/live-state/index.js";
import { createAnnouncements } from "../../packages/server/src/provisioning/index.js";
import type { XmlState } from "../../packages/server/src/xml-state/index.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { house, ROOMS, stateOf, ZOE } from "./house.js";

let system: TestSystem;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const registered = (...users: string[]): LiveState => ({
  ...EMPTY_STATE,
  registrations: new Map(
    users.map((user) => [
      user,
      {
        key: user,
        node: "local",
        user,
        callId: `call-of-${user}`,
        profile: "internal",
        ip: "",
        port: "",
        expiresAt: 0,
      },
    ]),
  ),
});

/** Announcements over a room whose state the test sets. */
function watched(users: readonly string[]) {
  const phones = house();
  let tell: (state: XmlState) => void = () => {};
  const sent: string[] = [];
  const announcements = createAnnouncements({
    xmlState: {
      get current() {
        return phones.state;
      },
      on: (_event: string, listener: unknown) => {
        tell = listener as (state: XmlState) => void;
      },
      off: () => {},
    },
    liveState: () => registered(...users),
    provisioning: phones.room,
    checkSync: async (profile, callId) => void sent.push(`${profile} ${callId}`),
    onFailure: (_user, error) => {
      throw error;
    },
  });
  const change = (state: XmlState) => {
    phones.state = state;
    tell(state);
  };
  return { sent, change, announcements };
}

test("what changes for a registered phone is announced once, after things have become quiet", async () => {
  vi.useFakeTimers();
  try {
    const { sent, change } = watched([ZOE.id, "20002"]);
    for (let n = 0; n < 5; n += 1) {
      change(stateOf([ZOE], ROOMS.slice(n % 3)));
      await vi.advanceTimersByTimeAsync(1000);
    }
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([`internal call-of-${ZOE.id}`]);
    change(stateOf([ZOE], ROOMS.slice(4 % 3)));
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test("a change that a phone does not get to see, and a user without a phone, are no news", async () => {
  vi.useFakeTimers();
  try {
    const paul = { ...ZOE, id: "22001", context: "public", polymac: "001565aabbcc" };
    const eve = { ...ZOE, id: "22002", polymac: "none" };
    const { sent, change } = watched([paul.id, eve.id]);
    change(stateOf([paul, eve]));
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toEqual([`internal call-of-${paul.id}`]);
    change(stateOf([paul, eve], ROOMS.slice(1)));
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test("the switch is asked for a check-sync of the phone's own registration", async () => {
  const item = { name: "Poly", email: "p@example.org", context: "team", polymac: "0004f2aabbcc" };
  const { body } = await system.client().post("/api/users/add", [item]);
  const [user] = body["done"] as { id: string }[];
  const { callId } = await system.softswitch.callers.register(user?.id ?? "");
  const asked = new Promise<string>((resolve) => {
    system.softswitch.core.on("event", (event) => {
      if (event.name !== "NOTIFY") return;
      resolve(["profile", "call-id", "event-string"].map((name) => event.get(name)).join(" "));
    });
  });
  await system
    .client()
    .post("/api/conferences/add", [{ name: "News", type: "48kHz-video", context: "team" }]);
  expect(await asked).toBe(`internal ${callId} check-sync;reboot=false`);
});
