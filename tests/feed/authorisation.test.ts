import {
  CONTROL_CALLS,
  MEMBER_CALLS,
  may,
  type Role,
  type ServerMessageV1,
} from "@parley/protocol";
import type { ScriptedCall } from "@parley/softswitch";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LiveClient } from "../_util/live-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
let people: Awaited<ReturnType<TestSystem["people"]>>;
/** Every `conference` command that reached the switch. */
const commands: string[] = [];

beforeAll(async () => {
  system = await startSystem();
  people = await system.people();
  system.softswitch.core.on("event", (event) => {
    if (event.name === "API" && event.get("API-Command") === "conference")
      commands.push(event.get("API-Command-Argument") ?? "");
  });
});
afterAll(() => system.stop());

const ROLES = {
  team: "administrator",
  friends: "moderator",
  public: "participant",
} as const satisfies Record<string, Role>;
type Context = keyof typeof ROLES;

/** A conference of each context, and one that no dialplan entry names: its context is nobody's. */
const TARGETS: readonly { name: string; number: string; role: Role | undefined }[] = [
  { name: "team", number: "30000", role: "administrator" },
  { name: "friends", number: "31000", role: "moderator" },
  { name: "public", number: "32000", role: "participant" },
  { name: "ad-hoc", number: "99999", role: undefined },
];

const callOf = (number: string): Promise<ScriptedCall> =>
  number === "99999"
    ? system.softswitch.callers.call({ number: "777" }, number, {
        actions: [
          { application: "answer", data: "" },
          { application: "conference", data: "ad-hoc@16kHz-novideo" },
        ],
      })
    : system.softswitch.callers.call("20000", number);

const REQUESTS = [
  ...CONTROL_CALLS.map((call) => ({ req: "exec", call })),
  ...MEMBER_CALLS.map((call) => ({ req: "memexec", call })),
];

const CELLS = (Object.keys(ROLES) as Context[]).flatMap((context) =>
  TARGETS.map((target) => ({ context, target: target.name, ...target })),
);

describe.each(CELLS)(
  "$context users and the conference $target",
  ({ context, name, number, role }) => {
    const mayWatch = may(ROLES[context], "live.watch", role);
    const mayControl = may(ROLES[context], "live.control", role);
    let call: ScriptedCall | undefined;
    let client: LiveClient;

    /** Somebody is in the conference and the client is connected, whatever the request before has ended. */
    async function prepare(): Promise<string> {
      const count = await system.softswitch.core.api.execute(`conference ${name} count`);
      if (count !== "1") call = await callOf(number);
      if (client?.socket.readyState !== client?.socket.OPEN || !client)
        client = await LiveClient.open(system.server.url, people[context]);
      const seen = async () =>
        (await client.init()).find((each) => each.name === name)?.members[0]?.confid;
      if (mayWatch) await expect.poll(seen, POLL).toBe(String(call?.memberId));
      client.messages.length = 0;
      commands.length = 0;
      return String(call?.memberId);
    }
    afterAll(async () => {
      client.close();
      await call?.hangup();
    });

    test(mayWatch ? "they see it" : "they do not see it", async () => {
      await prepare();
      const names = (await client.init()).map((conference) => conference.name);
      expect(names).toEqual(
        mayWatch ? expect.arrayContaining([name]) : expect.not.arrayContaining([name]),
      );
    });

    test.each(REQUESTS)(`$req $call is ${mayControl ? "done" : "refused"}`, async (request) => {
      const member = await prepare();
      client.socket.send(JSON.stringify({ ...request, conference: name, member }));
      if (mayControl) {
        await expect.poll(() => wasDone(client), POLL).toBe(true);
        if (request.call.startsWith("kick")) await call?.ended;
        return;
      }
      if (ROLES[context] === "participant") await closed(client);
      else
        await expect
          .poll(() => client.messages.find(isError), POLL)
          .toMatchObject({ error: expect.stringMatching(/may not/) });
      expect(commands.filter(isControl)).toEqual([]);
    });
  },
);

const POLL = { interval: 5, timeout: 5000 };
const isError = (
  message: ServerMessageV1,
): message is Extract<ServerMessageV1, { event: "error" }> => message.event === "error";
const isControl = (command: string) => !/\b(json_list|count|list|get)\b/.test(command);

/** A command that reached the switch, or our own refusal because of what the recording is doing: allowed either way. */
function wasDone({ messages }: LiveClient): boolean {
  const ofRecording = (message: ServerMessageV1) =>
    isError(message) && /record/.test(message.error);
  return commands.some(isControl) || messages.some(ofRecording);
}

function closed({ socket }: LiveClient): Promise<void> {
  if (socket.readyState === socket.CLOSED) return Promise.resolve();
  return new Promise((resolve) => socket.once("close", () => resolve()));
}
