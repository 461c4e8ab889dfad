import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readCapture } from "../../../../tests/_util/captures.js";
import { framesIn, type RawClient, type RawFrame } from "../../testing/raw-client.js";
import { comparable } from "../../testing/replay.js";
import { SmallSwitch } from "../../testing/small-switch.js";
import { RegistrationRefusedError } from "./index.js";

let small: SmallSwitch;
let client: RawClient;

const AGENT = "baresip v1.0.0 (x86_64/linux)";

beforeEach(async () => {
  small = await SmallSwitch.start();
  client = await small.login();
  await client.reply(
    "event plain CUSTOM sofia::register sofia::pre_register sofia::register_attempt sofia::register_failure sofia::unregister sofia::expire",
  );
});

afterEach(() => small.close());

/** Signing in, out, in with a wrong password, and a flush, in the order of the recording. */
async function recordedSteps(): Promise<RawFrame[]> {
  const { callers, core } = small.softswitch;
  const phone = { agent: AGENT, callId: "96760b988eb723bd", port: 51700, expires: 60 };
  await callers.register("20001", phone);
  await callers.unregister("96760b988eb723bd");
  const stranger = { ...phone, callId: "60ef7e15848d802b", port: 51800, expires: 600 };
  await expect(callers.register("20001", { ...stranger, password: "wrong" })).rejects.toThrow(
    RegistrationRefusedError,
  );
  const frames = await client.takeMany(9);
  // The phone that is flushed had come before the recording began.
  await callers.register("20001", { agent: AGENT, callId: "69fe8175d819d1db", port: 5100 });
  await client.takeMany(3);
  core.api.run("sofia profile internal flush_inbound_reg 20001@127.0.0.1");
  return [...frames, await client.take()];
}

const epochMasked = (text: string): string =>
  text.replace(/^expires: \d{9,}$/m, "expires: EPOCH").replace(/Content-Length: \d+/, "");

test("the events of phones coming and going are those recorded", async () => {
  const recorded = framesIn(
    Buffer.concat(
      readCapture("12-registrations")
        .filter(({ dir }) => dir === "in")
        .map(({ data }) => data),
    ),
  )
    .filter(({ contentType }) => contentType === "text/event-plain")
    .map((frame) => epochMasked(comparable(frame)));
  const seen = (await recordedSteps()).map((frame) => epochMasked(comparable(frame)));
  expect(recorded).toHaveLength(10);
  expect(seen).toEqual(recorded);
});

test("show registrations has one row per user, the latest, and status every phone", async () => {
  await small.softswitch.callers.register("20001", { callId: "one" });
  await small.softswitch.callers.register("21000", { callId: "two" });
  await small.softswitch.callers.register("20001", { callId: "three", transport: "wss" });
  await client.takeMany(9);
  const listing = JSON.parse(await client.api("show registrations as json")) as {
    row_count: number;
    rows: Record<string, string>[];
  };
  expect(listing.rows.map((row) => row["token"])).toEqual(["two", "three"]);
  expect(listing.rows[1]?.["network_proto"]).toBe("udp");
  const text = await client.api("sofia status profile internal reg");
  expect(text).toContain("Total items returned: 3\n");
  expect(text).toContain("Status:     \tRegistered(WSS-NAT)(unknown) EXP(");
  expect(await client.api("sofia_contact 20001@127.0.0.1")).toMatch(
    /^sofia\/internal\/sip:20001-0x\w+@127\.0\.0\.1:\d+,sofia\/internal\/sip:20001-0x\w+@127\.0\.0\.1:\d+;transport=wss$/,
  );
  expect(await client.api("sofia_contact 22000@127.0.0.1")).toBe("error/user_not_registered");
});

test("the same call-id again is a refresh without a challenge", async () => {
  await small.softswitch.callers.register("20001", { callId: "same" });
  await client.takeMany(3);
  await small.softswitch.callers.register("20001", { callId: "same" });
  const [attempt, register] = await client.takeMany(2);
  expect(attempt?.body).toContain("sofia%3A%3Aregister_attempt");
  expect(register?.body).toContain("\nupdate-reg: true\n");
  expect(small.softswitch.registrations.list()).toHaveLength(1);
});

test("a registration nobody refreshes expires by itself", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  try {
    await small.softswitch.callers.register("20001", { expires: 30 });
    vi.advanceTimersByTime(89_000);
    expect(small.softswitch.registrations.list()).toHaveLength(1);
    vi.advanceTimersByTime(2_000);
    expect(small.softswitch.registrations.list()).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
  const frames = await client.takeMany(4);
  expect(frames.at(-1)?.body).toContain("sofia%3A%3Aexpire");
});

test("phones can be driven from outside the process", async () => {
  expect(await client.api("softswitch register nobody")).toBe(
    "-ERR Registration of nobody@127.0.0.1 refused\n",
  );
  await client.takeMany(3);
  const answer = await client.api("softswitch register 20001 transport=tcp expires=60");
  expect(answer).toMatch(/^\+OK [0-9a-f]{16}\n$/);
  await client.takeMany(3);
  expect(await client.api("softswitch disconnect 20001")).toBe(answer);
  const gone = await client.take();
  expect(gone.body).toContain("\nreason: socket-disconnection\n");
  expect(await client.api("softswitch unregister 20001")).toBe("-ERR not registered\n");
});
