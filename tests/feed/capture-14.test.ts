import { once } from "node:events";
import type { ScriptedCall } from "@parley/softswitch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCaptureLines } from "../_util/captures.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { TestClient } from "./harness.js";

const CLIENTS = ["team", "friends", "public"] as const;
type ClientName = (typeof CLIENTS)[number];

interface Line {
  readonly step?: string;
  readonly client?: ClientName;
  readonly sent?: unknown;
  readonly sentText?: string;
  readonly received?: unknown;
  readonly receivedText?: string;
}

interface Step {
  readonly name: string;
  readonly requests: { readonly client: ClientName; readonly text: string }[];
  readonly received: Record<ClientName, unknown[]>;
}

/** The recorded session, cut into its steps. */
function recordedSteps(): Step[] {
  const steps: Step[] = [];
  for (const line of readCaptureLines("14-connector-websocket") as Line[]) {
    if (line.step !== undefined)
      steps.push({
        name: line.step,
        requests: [],
        received: { team: [], friends: [], public: [] },
      });
    const step = steps.at(-1);
    if (!step || !line.client) continue;
    const text = line.sentText ?? (line.sent === undefined ? undefined : JSON.stringify(line.sent));
    if (text !== undefined) step.requests.push({ client: line.client, text });
    const received = line.received ?? line.receivedText;
    if (received !== undefined) step.received[line.client].push(received);
  }
  return steps;
}

/** The telephones of the recording, in the order in which the switch lists them. */
const PHONES = ["22000", "21000", "20003", "20002", "20001"];
const PEOPLE: Record<string, { name: string; context: ClientName }> = {
  20001: { name: "alice", context: "team" },
  20002: { name: "dave", context: "team" },
  20003: { name: "erin", context: "team" },
  21000: { name: "bob", context: "friends" },
  22000: { name: "carol", context: "public" },
};
const CONFERENCES: Record<string, { name: string; context: ClientName }> = {
  30000: { name: "team_room", context: "team" },
  31000: { name: "friends_room", context: "friends" },
  32000: { name: "public_room", context: "public" },
};

let system: TestSystem;
/** Recorded number of a user or conference → the number that it has here. */
const numbers = new Map<string, string>();
const clients = {} as Record<ClientName, TestClient>;

beforeAll(async () => {
  system = await startSystem();
  const admin = system.client();
  const people = Object.values(PEOPLE).map(({ name, context }) => ({
    name,
    context,
    email: `${name}@example.org`,
    password: `${name}pw`,
  }));
  const users = await admin.post("/api/users/add", people);
  for (const { name, id } of users.body["done"] as { name: string; id: string }[])
    numbers.set(recordedNumber(PEOPLE, name), id);
  const rooms = Object.values(CONFERENCES).map((each) => ({ ...each, type: "16kHz-novideo" }));
  const added = await admin.post("/api/conferences/add", rooms);
  for (const { name, num } of added.body["done"] as { name: string; num: string }[])
    numbers.set(recordedNumber(CONFERENCES, name), num);
  for (const phone of PHONES) await system.softswitch.callers.register(here(phone));
  const url = new URL("/api/live", system.server.url.replace("http", "ws"));
  for (const [client, name] of [
    ["team", "alice"],
    ["friends", "bob"],
    ["public", "carol"],
  ] as const) {
    clients[client] = new TestClient(`${url}?login=${name}:${name}pw`);
    await once(clients[client].socket, "open");
  }
});

afterAll(async () => {
  for (const client of Object.values(clients)) client.socket.terminate();
  await system?.stop();
});

function recordedNumber(table: Record<string, { name: string }>, name: string): string {
  const found = Object.entries(table).find(([, each]) => each.name === name);
  if (!found) throw new Error(`${name} is not in the recording`);
  return found[0];
}

function here(recorded: string): string {
  return numbers.get(recorded) ?? recorded;
}

const calls = new Map<string, ScriptedCall>();
const dial = async (phone: string, conference: string) => {
  const options = { talking: true, pin: "" };
  calls.set(phone, await system.softswitch.callers.call(here(phone), here(conference), options));
};
const hangUp = (phone: string) => calls.get(phone)?.hangup();

/** What the telephones do at each step of the recording; the rest is what the clients ask for. */
const TELEPHONES: Record<string, () => unknown> = {
  "20001 (team user) dials the public conference 32000": () => dial("20001", "32000"),
  "21000 (friends user) dials 32000": () => dial("21000", "32000"),
  "22000 (public user) dials 32000": () => dial("22000", "32000"),
  "20001 hangs up": () => hangUp("20001"),
  "20001 dials the team conference 30000": () => dial("20001", "30000"),
  "21000 dials the friends conference 31000": () => dial("21000", "31000"),
  "21000 hangs up": () => hangUp("21000"),
};

/** Recorded member id → the one here, learnt from the messages as they come. */
const memberIds = new Map<string, string>();

function learn(recorded: unknown, seen: unknown): void {
  const pairs = [memberIdsIn(recorded), memberIdsIn(seen)] as const;
  pairs[0].forEach((id, index) => {
    const now = pairs[1][index];
    if (now !== undefined && !memberIds.has(id)) memberIds.set(id, now);
  });
}

function memberIdsIn(value: unknown): string[] {
  return [...JSON.stringify(value).matchAll(/"confid":"(\d+)"/g)].map((match) => match[1] ?? "");
}

/** A recorded message as it has to look here: other numbers and ids, and names instead of numbers. */
function translated(message: unknown): unknown {
  if (typeof message === "string") return message;
  return JSON.parse(JSON.stringify(message), (key, value: unknown) => {
    if (key === "name" && typeof value === "string") return PEOPLE[value]?.name ?? value;
    if (key === "id" || key === "num") return here(String(value));
    if (key === "confid" || (key === "data" && typeof value === "string"))
      return memberIds.get(String(value)) ?? value;
    // The phones' Call-IDs and ports are their own.
    if (key === "regid" || key === "sipcon") return "phone";
    if (key === "file") return "recording";
    return value;
  });
}

function comparable(frame: string): unknown {
  if (!frame.startsWith("{")) return frame;
  return JSON.parse(frame, (key, value: unknown) => {
    if (key === "regid" || key === "sipcon") return "phone";
    if (key === "file") {
      expect(value).toMatch(/\/public_room-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\.wav$/);
      return "recording";
    }
    return value;
  });
}

const memberOfRequest = (text: string) =>
  text.replace(/"member":"(\d+)"/, (_all, id: string) => `"member":"${memberIds.get(id)}"`);

/** The ancestor's refusal is the last that a client hears. */
const closes = (step: Step, client: ClientName) =>
  step.received[client].some((message) => typeof message === "string");

const steps = recordedSteps();

test("the recording is whole", () => {
  expect(steps.length).toBeGreaterThan(20);
  expect(steps.flatMap((step) => CLIENTS.flatMap((client) => step.received[client]))).toHaveLength(
    82,
  );
});

test.each(steps.map((step, index) => ({ index, name: step.name })))(
  "step $index, $name: the recorded messages, in their order, to the same clients",
  async ({ index }) => {
    const step = steps[index];
    if (!step) throw new Error("no such step");
    await TELEPHONES[step.name]?.();
    for (const { client, text } of step.requests) clients[client].send(memberOfRequest(text));
    for (const client of CLIENTS) {
      const expected = step.received[client];
      await clients[client].received(expected.length);
      const open = clients[client].socket.readyState === clients[client].socket.OPEN;
      if (open && !closes(step, client)) await clients[client].quietAfter(expected.length);
      const frames = clients[client].frames.splice(0);
      learn(expected, frames.map(comparable));
      expect(frames.map(comparable)).toEqual(expected.map(translated));
    }
  },
);
