import { CallEndedError, EslClient } from "@parley/esl";
import {
  ApplicationError,
  type Call,
  type CallEnd,
  createServer,
  FullControlRequiredError,
  type OutboundServer,
} from "@parley/esl/outbound";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestSwitch, type TestSwitch } from "../esl/test-switch.js";

/** The library's outbound server with the softswitch at the other end: what it is tried for with a real FreeSWITCH too. */
const TONE = "tone_stream://%(300,0,440)";
const HOSTILE = "it's ${uuid} a,b;c|d \\d+ \\' $${x} 50% off ~ Grüße \\\\ ^^:a:b";

let house: TestSwitch;
let client: EslClient;
const servers: OutboundServer[] = [];

beforeAll(async () => {
  house = await startTestSwitch();
  const { port, password } = house;
  client = new EslClient({ host: "127.0.0.1", port, password, commandConnection: true });
  await client.connect();
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close({ graceMs: 0 })));
  await client.close();
  await house.stop();
});

/** A call whose dialplan runs `socket`; what the handler gave, once the call has ended or left. */
async function run<T>(
  words: string,
  handler: (call: Call) => Promise<T>,
): Promise<{ result: T; end: CallEnd }> {
  let resolve: (value: { result: T; end: CallEnd }) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const done = new Promise<{ result: T; end: CallEnd }>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  const server = createServer(async (call) => {
    try {
      const result = await handler(call);
      void call.ended.then((end) => resolve({ result, end }));
    } catch (error) {
      reject(error);
    }
  });
  servers.push(server);
  const address = await server.listen({ port: 0, host: "127.0.0.1" });
  const port = typeof address === "string" ? 0 : address.port;
  await house.softswitch.callers.call({ number: "20000" }, "39000", {
    variables: { esl_test: "1" },
    actions: [{ application: "socket", data: `127.0.0.1:${port}${words}` }],
  });
  return done;
}

const MODES = [" async full", " async", " full", ""];

test.each([
  [" async full", "async", "full"],
  [" async", "async", "single-channel"],
  [" full", "static", "full"],
  ["", "static", "single-channel"],
])(
  "socket%s is seen as %s and %s, and applications settle in order",
  async (words, mode, control) => {
    const { result, end } = await run(words, async (call) => {
      const order: string[] = [];
      await call.answer();
      await Promise.all([
        call.playback(TONE, { eventLock: true }).then(() => order.push("first")),
        call.playback(TONE, { eventLock: true }).then(() => order.push("second")),
      ]);
      const last = await call.playback("tone_stream://%(600,0,440)", { loops: 2 });
      order.push(last.get("Application-Response") ?? "");
      return { mode: call.mode, control: call.control, order, test: call.variable("esl_test") };
    });
    expect(result).toEqual({ mode, control, order: ["first", "second", "FILE PLAYED"], test: "1" });
    expect(end).toMatchObject({ kind: "hangup", cause: "NORMAL_CLEARING" });
  },
);

test.each(MODES)(
  "socket%s: variables come back as they were set, whatever they hold",
  async (words) => {
    const { result } = await run(words, async (call) => {
      await call.setVariables({ hostile: HOSTILE, second: "x" });
      await call.setVariable("second", undefined);
      return [await call.getVariable("hostile"), await call.getVariable("second")];
    });
    expect(result).toEqual([HOSTILE, undefined]);
  },
);

test("a missing file, a command without full and a hangup in between each have their own error", async () => {
  const { result } = await run(" async", async (call) => {
    const missing = await call.playback("/nonexistent/file.wav").catch((error: unknown) => error);
    const refused = await call.api("status").catch((error: unknown) => error);
    const playing = call.playback("tone_stream://%(10000,0,440)").catch((error: unknown) => error);
    await client.hangup(call.uuid, "USER_BUSY");
    const ended = await playing;
    const after = await call.answer().catch((error: unknown) => error);
    return { missing, refused, ended, after };
  });
  expect(result.missing).toBeInstanceOf(ApplicationError);
  expect(result.refused).toBeInstanceOf(FullControlRequiredError);
  for (const error of [result.ended, result.after]) expect(error).toBeInstanceOf(CallEndedError);
  expect(result.ended).toMatchObject({ hangupCause: "USER_BUSY" });
});

test("an unknown application ends the call, and the promise says so", async () => {
  const { result, end } = await run(" async full", (call) =>
    call.execute("nosuchapp").catch((error: unknown) => error),
  );
  expect(result).toBeInstanceOf(CallEndedError);
  expect(end).toMatchObject({ kind: "hangup", cause: "DESTINATION_OUT_OF_ORDER" });
});

test("a transferred call leaves and lives on", async () => {
  const { result, end } = await run(" async full", async (call) => {
    await call.transfer("park", { dialplan: "inline" });
    return call.uuid;
  });
  expect(end).toEqual({ kind: "left" });
  expect(await client.api("uuid_exists", result)).toBe("true");
  expect(await client.hangup(result, "NORMAL_CLEARING")).toBe("NORMAL_CLEARING");
});

test("bgapi and further events work on a call with full", async () => {
  const { result } = await run(" async full", async (call) => {
    await call.subscribe("PLAYBACK_START");
    const [status] = await Promise.all([call.bgapi("status"), call.playback(TONE)]);
    return status;
  });
  expect(result).toMatch(/^UP /);
});

test("a handler may follow its call to the end", async () => {
  const { result } = await run(" async full", async (call) => {
    await call.answer();
    const names: string[] = [];
    void call.hangup("CALL_REJECTED");
    for await (const event of call.events()) names.push(event.name);
    return names;
  });
  expect(result).toContain("CHANNEL_HANGUP");
  expect(result.at(-1)).toBe("CHANNEL_HANGUP_COMPLETE");
});

test("many calls at once see their own events and nothing else", async () => {
  const foreign: string[] = [];
  const calls = Array.from({ length: 30 }, () =>
    run(" async full", async (call) => {
      call.on("event", (event) => {
        const uuid = event.get("Unique-ID");
        if (uuid !== undefined && uuid !== call.uuid) foreign.push(`${event.name} ${uuid}`);
      });
      const done = await call.execute("eval", `mine ${call.uuid}`);
      return done.get("Application-Data") === `mine ${call.uuid}`;
    }),
  );
  const results = await Promise.all(calls);
  expect(results.every(({ result }) => result)).toBe(true);
  expect(foreign).toEqual([]);
});
