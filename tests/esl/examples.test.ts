import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeCall } from "../../packages/esl/test/fake-call.js";
import { EslPeer } from "../_util/esl-peer.js";
import { startProgram } from "./child.js";
import { startTestSwitch, type TestSwitch } from "./test-switch.js";

let target: TestSwitch;
beforeAll(async () => {
  target = await startTestSwitch();
});
afterAll(() => target.stop());

const example = (name: string, args: readonly string[] = [], environment = target.environment) =>
  startProgram(`packages/esl/examples/${name}.mjs`, args, environment);

test("status prints what the switch says about itself", async () => {
  const { status, output } = await example("status").ended;
  expect(output).toMatch(/^UP 0 years[\s\S]*\n0 channels\n$/);
  expect(status).toBe(0);
});

test("console runs what is typed, survives a refused command, and shows events", async () => {
  const child = example("console");
  await child.said(/connected/);
  child.write(
    "no such\nhostname\n/log nonsense level\n/events API\n/events NO_SUCH_EVENT\nversion short\n",
  );
  await child.said(/NO_SUCH_EVENT/);
  await child.said(/\nAPI/);
  child.write("/exit\n");
  const { status, output } = await child.ended;
  expect(output).toContain("-ERR no Command not found!");
  expect(status).toBe(0);
});

test("chat fires a SEND_MESSAGE whose body is the text as it was given", async () => {
  const watcher = startProgram("packages/server/bin/parley.js", ["fs_cli"], target.environment);
  watcher.write("/event SEND_MESSAGE\n");
  await watcher.said(/events: SEND_MESSAGE/);
  const text = "Grüße\n\nContent-Length: 0";
  const { status, output } = await example("chat", ["20000@switch.example.org", text]).ended;
  expect(output).toMatch(/^sent as event \S{36}\n$/);
  expect(status).toBe(0);
  await watcher.said(/host: switch\.example\.org/);
  await watcher.said(/\n\nGrüße\n\nContent-Length: 0\n/);
  watcher.endInput();
  expect(await watcher.ended).toMatchObject({ status: 0 });
});

test("chat says how it is called when an address is missing", async () => {
  expect(await example("chat", ["20000", "text"]).ended).toMatchObject({ status: 2 });
});

async function clickToCall(args: readonly string[], answer: string) {
  const peer = await EslPeer.listen();
  peer.answer = () => answer;
  const environment = { PARLEY_ESL_PORT: String(peer.port), PARLEY_ESL_PASSWORD: peer.password };
  const ended = await example("click-to-call", args, environment).ended;
  await peer.close();
  return { ...ended, lines: peer.lines };
}

test("click-to-call originates with variables that a name cannot leave", async () => {
  const name = "O'Hara, Zoë \\ ${hostname";
  const refused = await clickToCall(["20000@example.org", "30000", name], "+OK 1\n");
  expect(refused).toMatchObject({ lines: [] });
  expect(refused.status).not.toBe(0);
  const { lines, output, status } = await clickToCall(
    ["20000@example.org", "30000", "O'Hara, Zoë"],
    "+OK 7f4de4bc\n",
  );
  expect(lines).toEqual([
    "bgapi originate '{^^~origination_caller_id_name=O\\\\\\'Hara, Zoë~origination_caller_id_number=30000" +
      "~originate_timeout=30}user/20000@example.org' 30000 XML default",
  ]);
  expect(output).toBe("the phone was picked up: +OK 7f4de4bc\n");
  expect(status).toBe(0);
});

test("click-to-call says why nobody picked up, and takes no number that is none", async () => {
  const busy = await clickToCall(["20000@example.org", "30000"], "-ERR USER_BUSY\n");
  expect(busy).toMatchObject({ status: 1, output: "not picked up: -ERR USER_BUSY\n" });
  const odd = await clickToCall(["20000@example.org", "30000 &system(id)"], "+OK\n");
  expect(odd).toMatchObject({ status: 2, lines: [] });
});

test("conference-watcher tells who comes, talks and goes, until Ctrl-C", async () => {
  const child = example("conference-watcher");
  await child.said(/watching; now: /);
  await target.softswitch.callers.register("20000");
  const call = await target.softswitch.callers.call("20000", "30000");
  await child.said(/: \S.* came\n/);
  call.talk(true);
  await child.said(/ talks\n/);
  await call.hangup();
  await child.said(/ left\n/);
  child.interrupt();
  expect(await child.ended).toMatchObject({ status: 0, errors: "" });
});

async function callIvr(digits: string | undefined) {
  const child = example("ivr", ["0"]);
  await child.said(/port \d+/);
  const port = Number(/port (\d+)/.exec(child.soFar())?.[1]);
  const call = await FakeCall.dial(port);
  call.onExecute = (app, { commands, event }) => {
    if (app !== "play_and_get_digits" || digits === undefined) return "_none_";
    event.call(call, {
      "Event-Name": "CHANNEL_EXECUTE_COMPLETE",
      Application: app,
      "Application-UUID": commands.at(-1)?.headers.get("Event-UUID") ?? "",
      variable_esl_digits: digits,
    });
    return undefined;
  };
  return { child, call };
}

const applications = (call: FakeCall) =>
  call.commands.flatMap(({ headers }) => headers.get("execute-app-name") ?? []);

test("ivr answers, asks for a digit and transfers to what was chosen", async () => {
  const { child, call } = await callIvr("2");
  await child.said(/call from 20001\nchose 2\n/);
  call.hangUp();
  child.interrupt();
  expect(await child.ended).toMatchObject({ status: 0, errors: "" });
  expect(applications(call).slice(0, 2)).toEqual(["answer", "play_and_get_digits"]);
});

test("ivr lets a caller go who chooses nothing", async () => {
  const { child, call } = await callIvr(undefined);
  await child.said(/no choice/);
  call.hangUp();
  child.interrupt();
  expect(await child.ended).toMatchObject({ status: 0, errors: "" });
});
