import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CallEndedError, EslClient } from "../index.js";
import {
  ApplicationError,
  type Call,
  type CallEnd,
  type CallHandler,
  createServer,
  FullControlRequiredError,
  type OutboundOptions,
  type OutboundServer,
} from "./index.js";

const [host = "", port = "8021"] = (process.env["PARLEY_TEST_FREESWITCH"] ?? "").split(":");
const password = process.env["PARLEY_TEST_FREESWITCH_PASSWORD"] ?? "ClueCon";
if (host === "")
  process.stderr.write(
    "outbound socket against a real FreeSWITCH: skipped, PARLEY_TEST_FREESWITCH=host:port is not set\n",
  );

const TONE = "tone_stream://%(300,0,440)";
const HOSTILE = "it's ${uuid} a,b;c|d \\d+ \\' $${x} 50% off ~ Grüße \\\\ ^^:a:b";

describe.skipIf(host === "")("with a real FreeSWITCH", () => {
  const client = new EslClient({ host, port: Number(port), password, commandConnection: true });
  const servers: OutboundServer[] = [];
  beforeAll(() => client.connect());
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close({ graceMs: 0 })));
    await client.close();
  });

  async function listen(handler: CallHandler, options: OutboundOptions = {}): Promise<number> {
    const server = createServer(handler, options);
    servers.push(server);
    const address = await server.listen({ port: 0, host: "127.0.0.1" });
    return typeof address === "string" ? 0 : address.port;
  }

  /** Originates a call to the handler and answers what the handler answered, once the call has ended. */
  async function run<T>(
    words: string,
    handler: (call: Call) => Promise<T>,
    { options = {}, variables = "" }: { options?: OutboundOptions; variables?: string } = {},
  ): Promise<{ result: T; end: CallEnd }> {
    let settle: { resolve(value: { result: T; end: CallEnd }): void; reject(error: unknown): void };
    const done = new Promise<{ result: T; end: CallEnd }>((resolve, reject) => {
      settle = { resolve, reject };
    });
    const listening = await listen(async (call) => {
      try {
        const result = await handler(call);
        void call.ended.then((end) => settle.resolve({ result, end }));
      } catch (error) {
        settle.reject(error);
      }
    }, options);
    await client.api(
      "originate",
      `{esl_test=1${variables}}null/test '&socket(127.0.0.1:${listening}${words})'`,
    );
    return done;
  }

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
      expect(result).toEqual({
        mode,
        control,
        order: ["first", "second", "FILE PLAYED"],
        test: "1",
      });
      expect(end).toMatchObject({ kind: "hangup", cause: "NORMAL_CLEARING" });
      if (control === "full" && mode === "async")
        expect(end.kind === "hangup" && end.event?.name).toBe("CHANNEL_HANGUP_COMPLETE");
    },
  );

  test.each([" async full", " async", " full", ""])(
    "socket%s: variables come back as they were set, whatever they hold",
    async (words) => {
      const { result } = await run(words, async (call) => {
        await call.setVariables({ hostile: HOSTILE, blanks: " a  b ", second: "x" });
        await call.setVariable("second", undefined);
        return [
          await call.getVariable("hostile"),
          await call.getVariable("blanks"),
          await call.getVariable("second"),
        ];
      });
      expect(result[0]).toBe(HOSTILE);
      expect(result[1]?.trimEnd()).toBe(" a  b");
      expect(result[2]).toBeUndefined();
    },
  );

  test.each([" async full", " async"])(
    "socket%s: digits are collected and checked",
    async (words) => {
      const { result } = await run(words, async (call) => {
        await call.answer();
        const key = async (
          digits: string,
          options: { min?: number; max?: number; regex?: string },
        ) => {
          const asked = call.playAndGetDigits({
            file: TONE,
            inputTimeoutMs: 700,
            interDigitTimeoutMs: 700,
            ...options,
          });
          if (digits !== "") await client.api("uuid_recv_dtmf", `${call.uuid} ${digits}`);
          return asked;
        };
        return [
          await key("1234#", { max: 6 }),
          await key("77", { max: 2, regex: "^\\d{2}$" }),
          await key("99", { max: 2, regex: "^[1-8]{2}$" }),
          await key("", { max: 4 }),
        ];
      });
      expect(result).toEqual(["1234", "77", undefined, undefined]);
    },
  );

  test("a missing file, a command without full and a hangup in between each have their own error", async () => {
    const { result } = await run(" async", async (call) => {
      const missing = await call.playback("/nonexistent/file.wav").catch((error: unknown) => error);
      const refused = await call.api("status").catch((error: unknown) => error);
      const playing = call
        .playback("tone_stream://%(10000,0,440)")
        .catch((error: unknown) => error);
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

  test("record, sleep and bridge settle with what they did", async () => {
    const { result } = await run(" async full", async (call) => {
      await call.setVariable("continue_on_fail", "true");
      await call.setVariable("hangup_after_bridge", "false");
      const recorded = await call.record(`/tmp/esl test it's ${process.pid}.wav`, {
        limitSeconds: 1,
      });
      await call.sleep(20);
      const failed = await call.bridge("error/user_busy");
      const leg = call.bridge("null/other", { variables: { note: "it's a,b \\ c", other: 7 } });
      const other = await new Promise<string>((resolve) => {
        call.onEvent("CHANNEL_BRIDGE", (event) => resolve(event.get("Other-Leg-Unique-ID") ?? ""));
      });
      const note = await client.api("uuid_getvar", `${other} note`);
      await client.hangup(other, "CALL_REJECTED");
      const bridged = await leg;
      return { recorded: recorded.get("variable_record_seconds"), failed, note, bridged };
    });
    expect(result.recorded).toBe("1");
    expect(result.failed.disposition).toBe("USER_BUSY");
    expect(result.note).toBe("it's a,b \\ c");
    expect(result.bridged.disposition).toBe("SUCCESS");
    expect(result.bridged.cause).toBe("CALL_REJECTED");
  });

  test.each([
    [" async full", true],
    [" async full", false],
    [" full", true],
    [" full", false],
    ["", true],
  ])(
    "socket%s: the dialplan goes on behind a call that was given back, with resume: %s",
    async (words, resumes) => {
      const port = await listen(async (call) => {
        await call.answer();
        if (resumes) await call.resume();
        await call.leave();
      });
      const uuid = (await client.api("create_uuid")).trim();
      const rest = "set:went_on=yes,sleep:5000";
      await client.api(
        "originate",
        `{origination_uuid=${uuid}}null/test 'socket:127.0.0.1:${port}${words},${rest}' inline`,
      );
      const wentOn = () => client.api("uuid_getvar", `${uuid} went_on`);
      await expect.poll(wentOn, { timeout: 4000 }).toBe("yes");
      await client.hangup(uuid);
    },
  );

  test.each([" async", ""])(
    "socket%s: percent signs of a variable are told apart without full as well",
    async (words) => {
      const value = "100% %41 %zz %0a _undef_";
      const { result } = await run(words, async (call) => {
        await call.setVariable("percent", value);
        return call.getVariable("percent");
      });
      expect(result).toBe(value);
    },
  );

  test("a hangup in the middle of a conference is told with its cause to what waits for it", async () => {
    const { result } = await run(" async full", async (call) => {
      await call.answer();
      const inside = call
        .execute("conference", "esl-test@default")
        .catch((error: unknown) => error);
      await call.sleep(1).catch(() => {});
      await client.api("uuid_kill", `${call.uuid} USER_BUSY`);
      return [await inside, await call.getVariable("x").catch((error: unknown) => error)];
    });
    for (const error of result)
      expect(error).toMatchObject({ name: "CallEndedError", hangupCause: "USER_BUSY" });
  });

  test.each([" async full", " async", " full", ""])(
    "socket%s: a call that somebody else transfers in the middle of a playback is let go, not hung up",
    async (words) => {
      const port = await listen(async (call) => {
        await call.answer();
        const playing = call.playback("tone_stream://%(9000,0,440)");
        await client.api("uuid_transfer", `${call.uuid} 'set:moved=yes,sleep:5000' inline`);
        await playing;
      });
      const errors: unknown[] = [];
      servers.at(-1)?.on("handlerError", (error) => errors.push(error));
      const uuid = (await client.api("create_uuid")).trim();
      await client.api(
        "originate",
        `{origination_uuid=${uuid}}null/test '&socket(127.0.0.1:${port}${words})'`,
      );
      const moved = () => client.api("uuid_getvar", `${uuid} moved`);
      await expect.poll(moved, { timeout: 4000 }).toBe("yes");
      expect(errors).toEqual([]);
      await client.hangup(uuid);
    },
  );

  test("a transferred call leaves and lives on", async () => {
    const { result, end } = await run(" async full", async (call) => {
      await call.transfer("park", { dialplan: "inline" });
      return call.uuid;
    });
    expect(end).toEqual({ kind: "left" });
    expect(await client.api("uuid_exists", result)).toBe("true");
    expect(await client.hangup(result, "NORMAL_CLEARING")).toBe("NORMAL_CLEARING");
  });

  test("stop ends what plays, also for ever, and a handler may iterate to the end of its call", async () => {
    const { result } = await run(" async full", async (call) => {
      const playing = call.playback("tone_stream://%(1000,0,440)", { loops: -1 });
      await call.sleep(1);
      await call.stop();
      await playing;
      const names: string[] = [];
      void call.hangup("CALL_REJECTED");
      for await (const event of call.events()) names.push(event.name);
      return names;
    });
    expect(result).toContain("CHANNEL_HANGUP");
    expect(result.at(-1)).toBe("CHANNEL_HANGUP_COMPLETE");
  });

  test("bgapi and further events work on a call with full", async () => {
    const { result } = await run(" async full", async (call) => {
      await call.subscribe("PLAYBACK_START");
      const started = new Promise<string>((resolve) => {
        call.onEvent("PLAYBACK_START", (event) => resolve(event.get("Unique-ID")));
      });
      const [uptime, uuid] = await Promise.all([
        call.bgapi("status"),
        started,
        call.playback(TONE),
      ]);
      return { uptime, same: uuid === call.uuid };
    });
    expect(result.uptime).toMatch(/^UP /);
    expect(result.same).toBe(true);
  });

  test("the client executes on a call of its own and follows it to the end", async () => {
    const uuid = (await client.api("create_uuid")).trim();
    await client.api("originate", `{origination_uuid=${uuid}}null/test &park`);
    const done = await client.execute(uuid, "playback", "tone_stream://%(600,0,440)", { loops: 2 });
    expect(done.get("Application-Response")).toBe("FILE PLAYED");
    const running = client.execute(uuid, "playback", "tone_stream://%(9000,0,440)");
    const failed = expect(running).rejects.toMatchObject({ hangupCause: "USER_BUSY" });
    expect(await client.hangup(uuid, "USER_BUSY")).toBe("USER_BUSY");
    await failed;
    await expect(client.execute(uuid, "answer")).rejects.toThrow();
  });

  test("200 calls at once see their own events and nothing else", {
    timeout: 120_000,
  }, async () => {
    const count = 200;
    const foreign: string[] = [];
    const heard = new Map<string, string>();
    let most = 0;
    let finish = (): void => {};
    const all = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const present = new Set<string>();
    const listening = await listen(async (call) => {
      present.add(call.uuid);
      most = Math.max(most, present.size);
      call.on("event", (event) => {
        const uuid = event.get("Unique-ID");
        if (uuid !== undefined && uuid !== call.uuid) foreign.push(`${event.name} ${uuid}`);
      });
      if (present.size === count) finish();
      await all;
      const done = await call.execute("eval", `mine ${call.uuid}`);
      await call.playback(TONE);
      heard.set(call.uuid, done.get("Application-Data") ?? "");
    });
    const uuids = Array.from({ length: count }, () => crypto.randomUUID());
    await client.api("fsctl", "sps 1000");
    // Sessions beyond the limit of the running second are refused.
    const originate = async (uuid: string): Promise<void> => {
      const words = `{origination_uuid=${uuid}}null/test '&socket(127.0.0.1:${listening} async full)'`;
      const answer = await client.bgapi("originate", words, { raw: true });
      if (!answer.startsWith("+OK")) await originate(uuid);
    };
    await Promise.all(uuids.map(originate));
    const server = servers.at(-1);
    await all;
    await server?.close({ graceMs: 60_000 });
    expect(most).toBe(count);
    expect(foreign).toEqual([]);
    expect([...heard].sort()).toEqual(uuids.map((uuid) => [uuid, `mine ${uuid}`]).sort());
  });
});
