import { duplexPair } from "node:stream";
import { expect, test } from "vitest";
import { recordedTurns, ScriptedCall } from "../../test/scripted-call.js";
import { CallEndedError, ConnectionLostError, ProtocolError, TimeoutError } from "../index.js";
import {
  type Call,
  type CallHandler,
  createServer,
  FullControlRequiredError,
  type OutboundOptions,
} from "./index.js";

async function listening(handler: CallHandler, options: OutboundOptions = {}) {
  const errors: unknown[] = [];
  const refused: unknown[] = [];
  const server = createServer(handler, { watchdog: false, timeouts: { closeMs: 50 }, ...options });
  server.on("handlerError", (error) => errors.push(error));
  server.on("refused", (error) => refused.push(error));
  await server.listen({ port: 0, host: "127.0.0.1" });
  return {
    server,
    errors,
    refused,
    [Symbol.asyncDispose]: () => server.close({ graceMs: 0 }),
  };
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => expect.fail(`settled with ${String(value)}`),
    (error: unknown) => error,
  );

/** A promise and how to settle it. */
function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

test("the recorded session of a real switch is followed step by step", async () => {
  const turns = recordedTurns();
  const seen = deferred<unknown[]>();
  const ended = deferred<unknown>();
  await using t = await listening(
    async (call) => {
      const names: string[] = [];
      call.on("event", (event) => names.push(event.name));
      void call.ended.then(ended.resolve);
      const answered = await call.answer({ eventLock: true });
      const played = await call.execute("playback", "/srv/prompt/prompt.wav", { async: true });
      const set = await call.execute("set", "foo=bar baz");
      const reply = await call.send("getvar foo");
      const value = await call.getVariable("foo");
      const unknown = await failure(call.execute("nosuchapp"));
      seen.resolve([
        call.uuid,
        call.mode,
        call.control,
        call.data.get("Event-Name"),
        answered.get("Answer-State"),
        played.get("Application-Response"),
        set.get("variable_foo"),
        reply.text,
        value,
        unknown,
        names.filter((name) => name === "CHANNEL_ANSWER" || name === "CHANNEL_HANGUP"),
      ]);
    },
    { lingerSeconds: 5, divertEvents: true },
  );
  let step = 0;
  // The recording has its own ids of applications; those of this run have the same length.
  const replay = (command: { headers: { get(name: string): string | undefined } }): Buffer => {
    const turn = turns[step++];
    const text = turn?.answer.toString("latin1") ?? "";
    const id = command.headers.get("Event-UUID");
    const application = command.headers.get("execute-app-name");
    if (id === undefined) return Buffer.from(text, "latin1");
    const [, recorded] =
      new RegExp(
        `Application: ${application}\\n(?:Application-[DR].*\\n)*Application-UUID: (\\S+)`,
      ).exec(text) ?? [];
    return Buffer.from(recorded === undefined ? text : text.replaceAll(recorded, id), "latin1");
  };
  const call = await ScriptedCall.dial(t.server, {
    script: (command, peer) => {
      if (command.line === "exit") return false;
      peer.write(replay(command));
      return true;
    },
  });
  const uuid = "65884e75-1226-4565-ae40-83696456a483";
  expect(await seen.promise).toEqual([
    uuid,
    "async",
    "full",
    "CHANNEL_DATA",
    "answered",
    "FILE PLAYED",
    "bar baz",
    "bar baz",
    "bar baz",
    new CallEndedError(uuid, "DESTINATION_OUT_OF_ORDER", "execute nosuchapp"),
    ["CHANNEL_ANSWER", "CHANNEL_HANGUP"],
  ]);
  expect(await ended.promise).toMatchObject({ kind: "hangup", cause: "DESTINATION_OUT_OF_ORDER" });
  await call.until(() => call.closed);
  expect(call.lines).toEqual([
    "connect",
    "linger 5",
    "myevents",
    "divert_events on",
    "sendmsg",
    "sendmsg",
    "sendmsg",
    "getvar foo",
    `api uuid_getvar ${uuid} foo`,
    "sendmsg",
    "exit",
  ]);
  expect(t.errors).toEqual([]);
});

test("row 24: without full nothing is asked that the switch would refuse, and the error names what is missing", async () => {
  const errors = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    errors.resolve([
      await failure(call.api("status")),
      await failure(call.bgapi("status")),
      await failure(call.subscribe("PLAYBACK_START")),
      await failure(call.stop()),
      await failure(call.send("linger")),
    ]);
  });
  const call = await ScriptedCall.dial(t.server, { mode: "static", control: "single-channel" });
  for (const error of await errors.promise) expect(error).toBeInstanceOf(FullControlRequiredError);
  await call.until(() => call.closed);
  expect(call.lines).toEqual(["connect", "myevents json", "sendmsg"]);
});

test("an application settles on its own completion, not on that of its namesake", async () => {
  const order: string[] = [];
  const done = deferred<void>();
  await using t = await listening(async (call) => {
    const first = call.playback("a.wav").then(() => order.push("a"));
    const second = call.playback("b.wav").then(() => order.push("b"));
    await Promise.all([first, second]);
    done.resolve();
  });
  const call = await ScriptedCall.dial(t.server, {
    script: (command, peer) => {
      if (command.line !== "sendmsg" || command.headers.get("execute-app-name") === undefined)
        return false;
      peer.reply("+OK");
      return true;
    },
  });
  const messages = () => call.commands.filter(({ line }) => line === "sendmsg");
  await call.until(() => messages().length === 2);
  call.event("CHANNEL_EXECUTE_COMPLETE", { Application: "playback", "Application-UUID": "other" });
  call.complete(messages()[1]!);
  call.complete(messages()[0]!);
  await done.promise;
  expect(order).toEqual(["b", "a"]);
});

/** Says +OK to applications and never ends them. */
const endless = (
  command: { line: string; headers: { get(name: string): string | undefined } },
  peer: ScriptedCall,
) => {
  if (command.headers.get("call-command") !== "execute") return false;
  peer.reply("+OK");
  return true;
};

test("a hangup rejects what runs with its cause, and what is asked for after it", async () => {
  const result = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    const running = await failure(call.playback("long.wav"));
    result.resolve([running, await failure(call.playback("late.wav")), await call.ended]);
  });
  const call = await ScriptedCall.dial(t.server, { script: endless });
  await call.until(() => call.lines.includes("sendmsg"));
  call.hangUp("USER_BUSY");
  const [running, late, end] = await result.promise;
  expect(running).toEqual(new CallEndedError(call.uuid, "USER_BUSY", "execute playback"));
  expect(late).toEqual(new CallEndedError(call.uuid, "USER_BUSY", "execute playback"));
  expect(end).toMatchObject({ kind: "hangup", cause: "USER_BUSY" });
  await call.until(() => call.closed);
  expect(call.lines.at(-1)).toBe("exit");
  expect(t.errors).toEqual([]);
});

test("a lost connection rejects what runs as lost, and the iterator throws the same", async () => {
  const result = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    const iterating = failure(
      (async () => {
        for await (const _ of call.events());
      })(),
    );
    const running = await failure(call.playback("long.wav"));
    result.resolve([running, await iterating, await call.ended]);
  });
  const call = await ScriptedCall.dial(t.server, { script: endless });
  await call.until(() => call.lines.includes("sendmsg"));
  call.socket.destroy();
  const [running, iterated, end] = await result.promise;
  expect(running).toBeInstanceOf(ConnectionLostError);
  expect(running).toMatchObject({ command: "execute playback" });
  expect(iterated).toBeInstanceOf(ConnectionLostError);
  expect(end).toMatchObject({ kind: "lost" });
});

test.each([
  [
    "throws",
    () => {
      throw new Error("broken");
    },
  ],
  ["rejects", () => Promise.reject(new Error("broken"))],
] as [string, () => Promise<void>][])(
  "a handler that %s ends its own call, is reported, and the others go on",
  async (_, fail) => {
    const calls: Call[] = [];
    const here = deferred<void>();
    await using t = await listening((call) => {
      calls.push(call);
      if (calls.length > 1) return fail();
      here.resolve();
      return undefined;
    });
    const good = await ScriptedCall.dial(t.server);
    await here.promise;
    const bad = await ScriptedCall.dial(t.server);
    await bad.until(() => bad.closed);
    expect(bad.lines).toContain(`api uuid_kill ${bad.uuid} NORMAL_TEMPORARY_FAILURE`);
    expect(t.errors).toEqual([new Error("broken")]);
    const [first] = calls;
    await first?.answer();
    expect(good.closed).toBe(false);
    expect([...t.server.calls].map(({ uuid }) => uuid)).toEqual([good.uuid]);
  },
);

test("what connects and is no switch is refused without a handler, in time", async () => {
  let handled = 0;
  await using t = await listening(() => void handled++, {
    timeouts: { connectMs: 30, closeMs: 20 },
  });
  const mute = await ScriptedCall.dial(t.server, { script: () => true });
  await mute.until(() => mute.closed);
  const odd = await ScriptedCall.dial(t.server, {
    script: (_, peer) => {
      peer.reply("-ERR command not found");
      return true;
    },
  });
  await odd.until(() => odd.closed);
  expect(t.refused[0]).toBeInstanceOf(TimeoutError);
  expect(t.refused[1]).toBeInstanceOf(ProtocolError);
  expect(t.refused[1]).toMatchObject({ code: "CONNECT_REPLY" });
  expect(handled).toBe(0);
});

test("calls over the limit are hung up instead of left without an answer", async () => {
  const here = deferred<void>();
  await using t = await listening(() => here.resolve(), { maxCalls: 1 });
  const first = await ScriptedCall.dial(t.server);
  await here.promise;
  const second = await ScriptedCall.dial(t.server);
  await second.until(() => second.closed);
  expect(second.lines).toContain(`api uuid_kill ${second.uuid} NORMAL_CIRCUIT_CONGESTION`);
  expect(first.closed).toBe(false);
});

test("close waits for calls, hangs up those that stay, and refuses new ones", async () => {
  const here = deferred<void>();
  const t = await listening(async (call) => {
    here.resolve();
    await call.ended;
  });
  const call = await ScriptedCall.dial(t.server);
  await here.promise;
  const closing = t.server.close({ graceMs: 20 });
  await expect(ScriptedCall.dial(t.server)).rejects.toThrow();
  await closing;
  expect(call.lines).toContain(`api uuid_kill ${call.uuid} NORMAL_TEMPORARY_FAILURE`);
  expect(t.server.calls.size).toBe(0);
});

test("a handler that is done hangs up, leaves a transferred call alone, or stays when told so", async () => {
  await using done = await listening(async () => {});
  const hung = await ScriptedCall.dial(done.server);
  await hung.until(() => hung.closed);
  expect(hung.lines).toContain(`api uuid_kill ${hung.uuid} NORMAL_CLEARING`);

  await using moved = await listening(async (call) => {
    await call.transfer("1000", { context: "public" });
  });
  const transferred = await ScriptedCall.dial(moved.server);
  await transferred.until(() => transferred.closed);
  const message = transferred.commands.find(({ line }) => line === "sendmsg");
  expect(message?.headers.get("execute-app-arg")).toBe("1000 XML public");
  expect(transferred.lines.slice(-2)).toEqual(["sendmsg", "exit"]);

  const handled = deferred<void>();
  await using stays = await listening(async () => handled.resolve(), { whenDone: "stay" });
  const kept = await ScriptedCall.dial(stays.server);
  await handled.promise;
  kept.hangUp();
  await kept.until(() => kept.closed);
  expect(kept.lines).toEqual(["connect", "linger 30", "myevents", "exit"]);
});

test("row 26: 200 calls at once see their own events and nothing else", async () => {
  const count = 200;
  const all = deferred<void>();
  const heard = new Map<string, string[]>();
  const ends: unknown[] = [];
  await using t = await listening(async (call) => {
    const own: string[] = [];
    heard.set(call.uuid, own);
    call.onEvent("DTMF", (event) =>
      own.push(`${event.get("Unique-ID")} ${event.get("DTMF-Digit")}`),
    );
    if (heard.size === count) all.resolve();
    await all.promise;
    const digits = await call.playAndGetDigits({ file: "x.wav" });
    own.push(digits ?? "");
    void call.ended.then((end) => ends.push(end));
  });
  const digitsOf = (uuid: string) => uuid.slice(0, 4);
  const calls = await Promise.all(
    Array.from({ length: count }, () =>
      ScriptedCall.dial(t.server, {
        script: (command, peer) => {
          if (command.headers.get("execute-app-name") !== "play_and_get_digits") return false;
          peer.reply("+OK");
          for (const digit of digitsOf(peer.uuid)) peer.event("DTMF", { "DTMF-Digit": digit });
          peer.complete(command, { variable_esl_digits: digitsOf(peer.uuid) });
          return true;
        },
      }),
    ),
  );
  await Promise.all(calls.map((call) => call.until(() => call.closed)));
  for (const { uuid } of calls) {
    const digits = digitsOf(uuid);
    expect(heard.get(uuid)).toEqual([...[...digits].map((digit) => `${uuid} ${digit}`), digits]);
  }
  expect(ends.length).toBe(count);
  expect(t.server.calls.size).toBe(0);
});

test("runs of a looped application settle once, behind the last", async () => {
  const done = deferred<string | undefined>();
  await using t = await listening(async (call) => {
    const last = await call.playback("x.wav", { loops: 3 });
    done.resolve(last.get("variable_run"));
  });
  const call = await ScriptedCall.dial(t.server, {
    script: (command, peer) => {
      const id = command.headers.get("Event-UUID");
      if (id === undefined) return false;
      peer.reply("+OK");
      for (const run of ["1", "2", "3"]) peer.complete(command, { variable_run: run });
      peer.event("PRIVATE_COMMAND", { "Event-UUID": id });
      return true;
    },
  });
  expect(await done.promise).toBe("3");
  expect(call.lines).toContain("event plain PRIVATE_COMMAND");
});

test("without the announcement a looped application ends with the one sent behind it", async () => {
  const done = deferred<string | undefined>();
  await using t = await listening(async (call) => {
    const last = await call.execute("playback", "x.wav", { loops: 2 });
    done.resolve(last.get("variable_run"));
  });
  const call = await ScriptedCall.dial(t.server, {
    control: "single-channel",
    script: (command, peer) => {
      if (command.headers.get("execute-app-name") !== "playback") return false;
      peer.reply("+OK");
      for (const run of ["1", "2"]) peer.complete(command, { variable_run: run });
      return true;
    },
  });
  expect(await done.promise).toBe("2");
  const names = call.commands.map(({ headers }) => headers.get("execute-app-name"));
  expect(names.filter((name) => name !== undefined)).toEqual(["playback", "eval"]);
  expect(call.commands.find(({ line }) => line === "sendmsg")?.headers.get("event-lock")).toBe(
    "true",
  );
});

test("a lagging iterator pauses one call, and the others go on", async () => {
  const paused = deferred<number>();
  const other = deferred<void>();
  await using t = await listening(async (call) => {
    if (call.variable("uuid") === quick) return other.resolve(await call.answer().then(() => {}));
    const iterator = call.events({ highWaterMark: 10 })[Symbol.asyncIterator]();
    call.on("backpressure", (state) => {
      if (state.paused) paused.resolve(state.queued);
    });
    await paused.promise;
    await other.promise;
    let count = 0;
    while ((await iterator.next()).done !== true) if (++count === 40) break;
  });
  const quick = crypto.randomUUID();
  const slow = await ScriptedCall.dial(t.server);
  await slow.until(() => slow.lines.includes("myevents"));
  for (let count = 0; count < 40; count++) slow.event("TALK");
  expect(await paused.promise).toBeGreaterThanOrEqual(10);
  await ScriptedCall.dial(t.server, { uuid: quick });
  await slow.until(() => slow.closed);
});

test("a call may come over any Duplex", async () => {
  const handled = deferred<string>();
  await using t = await listening((call) => handled.resolve(call.uuid));
  const [near, far] = duplexPair();
  const ended = t.server.accept(near);
  const call = new ScriptedCall(far);
  expect(await handled.promise).toBe(call.uuid);
  call.hangUp();
  await ended;
  expect(call.lines).toEqual(["connect", "linger 30", "myevents", "exit"]);
});

test("what runs learns the cause of a hangup although the notice of the linger overtakes its event", async () => {
  const seen = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    const running = failure(call.playback("long.wav"));
    const whatever = failure(call.execute("park"));
    seen.resolve([await running, await whatever, call.up]);
  });
  const call = await ScriptedCall.dial(t.server, { script: endless });
  await call.until(() => call.lines.filter((line) => line === "sendmsg").length === 2);
  call.write(
    `Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${call.uuid}\nContent-Disposition: linger\nLinger-Time: 30\nContent-Length: 0\n\n`,
  );
  call.hangUp("USER_BUSY");
  expect(await seen.promise).toEqual([
    new CallEndedError(call.uuid, "USER_BUSY", "execute playback"),
    new CallEndedError(call.uuid, "USER_BUSY", "execute park"),
    false,
  ]);
});

test("a static call ends as soon as the cause is known, behind the notice of the linger too", async () => {
  const ended = deferred<unknown>();
  await using t = await listening(async (call) => ended.resolve(await call.ended));
  const call = await ScriptedCall.dial(t.server, { mode: "static" });
  await call.until(() => call.lines.includes("myevents"));
  call.write(
    `Content-Type: text/disconnect-notice\nControlled-Session-UUID: ${call.uuid}\nContent-Disposition: linger\nContent-Length: 0\n\n`,
  );
  call.event("CHANNEL_HANGUP", { "Hangup-Cause": "CALL_REJECTED" });
  expect(await ended.promise).toEqual({ kind: "hangup", cause: "CALL_REJECTED" });
});

test("resume is told to an async call only: a static one would be stranded by it", async () => {
  for (const mode of ["async", "static"] as const) {
    await using t = await listening((call) => call.resume());
    const call = await ScriptedCall.dial(t.server, { mode });
    await call.until(() => call.closed);
    const told = mode === "async" ? ["resume"] : [];
    expect(call.lines).toEqual(["connect", "linger 30", "myevents", ...told, "exit"]);
  }
});

test("the switch's word that there is no such call is no value of a variable, and no mistake of the handler", async () => {
  const errors = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    const tries = [call.getVariable("a"), call.setVariable("a", "b"), call.stop()];
    errors.resolve(await Promise.all(tries.map(failure)));
    await call.getVariable("a");
  });
  const call = await ScriptedCall.dial(t.server, {
    script: ({ line }, peer) => {
      if (!/^api uuid_(?:getvar|setvar|break)/.test(line)) return false;
      peer.write("Content-Type: api/response\nContent-Length: 22\n\n-ERR No such channel!\n");
      return true;
    },
  });
  expect(await errors.promise).toEqual(
    ["uuid_getvar", "uuid_setvar", "uuid_break"].map(
      (command) => new CallEndedError(call.uuid, undefined, command),
    ),
  );
  call.hangUp("NORMAL_CLEARING");
  await call.until(() => call.closed);
  expect(t.errors).toEqual([]);
});

test("the first of two hangups names the cause where the switch does not", async () => {
  const ends = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    ends.resolve(await Promise.all([call.hangup("CALL_REJECTED"), call.hangup("USER_BUSY")]));
  });
  const call = await ScriptedCall.dial(t.server, {
    control: "single-channel",
    script: (command, peer) => {
      if (command.headers.get("call-command") !== "hangup") return false;
      peer.reply("+OK");
      if (command.headers.get("hangup-cause") === "USER_BUSY") peer.sayGoodbye();
      return true;
    },
  });
  const end = { kind: "hangup", cause: "CALL_REJECTED", event: undefined };
  expect(await ends.promise).toEqual([end, end]);
  await call.until(() => call.closed);
});

test("a transfer that an application's completion does not show yet is asked for", async () => {
  const seen = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    seen.resolve([await failure(call.playback("long.wav")), call.transferred]);
  });
  const call = await ScriptedCall.dial(t.server, {
    script: (command, peer) => {
      const asks = command.line.endsWith("transfer_source");
      if (asks) peer.write("Content-Type: api/response\nContent-Length: 9\n\n17:b:7001");
      else if (command.headers.get("execute-app-name") === "playback") {
        peer.reply("+OK");
        peer.complete(command, { "Application-Response": "PLAYBACK ERROR" });
      } else return false;
      return true;
    },
  });
  expect(await seen.promise).toEqual([
    new CallEndedError(call.uuid, undefined, "execute playback"),
    true,
  ]);
  await call.until(() => call.closed);
  expect(call.lines.at(-1)).toBe("exit");
});

const MOVED = { variable_transfer_source: "1795357268:4b82fb7e:bl_xfer:7001/team/XML" };

test("what a transfer by somebody else cuts short is told as an end, and the call is left where it was sent", async () => {
  const errors = deferred<unknown[]>();
  await using t = await listening(async (call) => {
    const digits = failure(call.playAndGetDigits({ file: "long.wav" }));
    const playing = call.playback("long.wav");
    errors.resolve([await failure(playing), await digits, call.transferred]);
    await playing;
  });
  const call = await ScriptedCall.dial(t.server, { script: endless });
  await call.until(() => call.lines.filter((line) => line === "sendmsg").length === 2);
  for (const command of call.commands.filter(({ line }) => line === "sendmsg"))
    call.complete(command, { ...MOVED, "Application-Response": "PLAYBACK ERROR" });
  expect(await errors.promise).toEqual([
    new CallEndedError(call.uuid, undefined, "execute playback"),
    new CallEndedError(call.uuid, undefined, "execute play_and_get_digits"),
    true,
  ]);
  await call.until(() => call.closed);
  expect(call.lines.slice(-2)).toEqual(["sendmsg", "exit"]);
  expect(t.errors).toEqual([]);
});

test.each(["throws", "outlives its server"])(
  "a handler that %s does not take a call down that was sent elsewhere",
  async (how) => {
    const here = deferred<void>();
    const moved = deferred<void>();
    await using t = await listening(async (call) => {
      const seen = new Promise<void>((resolve) => {
        call.onEvent("CHANNEL_EXECUTE", () => resolve());
      });
      here.resolve();
      await seen;
      if (how === "throws") throw new Error("broken");
      moved.resolve();
      await call.ended;
    });
    const call = await ScriptedCall.dial(t.server);
    await here.promise;
    call.event("CHANNEL_EXECUTE", { Application: "answer", ...MOVED });
    if (how !== "throws") {
      await moved.promise;
      await t.server.close({ graceMs: 0 });
    }
    await call.until(() => call.closed);
    expect(call.lines).toEqual(["connect", "linger 30", "myevents", "exit"]);
    expect(t.errors).toEqual(how === "throws" ? [new Error("broken")] : []);
  },
);

test.each([
  ["a raw command", (call: Call) => call.send("event plain BACKGROUND_JOB PRIVATE_COMMAND")],
  ["subscribe", (call: Call) => call.subscribe("BACKGROUND_JOB", "PRIVATE_COMMAND")],
])("results of jobs and ends of loops are told to who asked for them with %s", async (_, ask) => {
  const seen = deferred<string[]>();
  await using t = await listening(async (call) => {
    const names: string[] = [];
    call.on("event", (event) => names.push(event.name));
    await ask(call);
    await call.send("bgapi status");
    await call.playback("x.wav", { loops: 2 });
    seen.resolve(names);
  });
  await ScriptedCall.dial(t.server, {
    script: (command, peer) => {
      const id = command.headers.get("Event-UUID");
      if (command.line.startsWith("bgapi")) peer.event("BACKGROUND_JOB", { "Job-UUID": "1" }, "UP");
      if (id === undefined) return false;
      peer.reply("+OK");
      peer.complete(command);
      peer.event("PRIVATE_COMMAND", { "Event-UUID": id });
      return true;
    },
  });
  const told = ["BACKGROUND_JOB", "CHANNEL_EXECUTE_COMPLETE", "PRIVATE_COMMAND"];
  expect(await seen.promise).toEqual(told);
});
