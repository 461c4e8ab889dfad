import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { SmallSwitch } from "../../../softswitch/testing/small-switch.js";
import { FakeCall } from "../../test/fake-call.js";
import esl, { type Server } from "./index.js";

const require = createRequire(import.meta.url);

type Print = (line: string) => void;
type Target = { host: string; port: number; password: string };

function program<T>(name: string): (library: typeof esl, target: Target, print: Print) => T {
  return require(`../../examples/classic/${name}.cjs`);
}

/** What a program prints until it prints `last`. */
async function output(run: (print: Print) => unknown, last: string): Promise<string[]> {
  const lines: string[] = [];
  await new Promise<void>((resolve) => {
    run((line) => {
      lines.push(line);
      if (line === last) resolve();
    });
  });
  return lines;
}

const freeswitch = process.env["PARLEY_TEST_FREESWITCH"];
const targets: {
  name: string;
  start: () => Promise<{ target: Target; stop: () => Promise<void> }>;
}[] = [
  { name: "the softswitch", start: startSoftswitch },
  ...(freeswitch === undefined
    ? []
    : [{ name: "FreeSWITCH", start: async () => realSwitch(freeswitch) }]),
];

describe.each(targets)("on $name", ({ start }) => {
  let running: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    running = await start();
  });
  afterAll(() => running.stop());

  test("status-and-events runs as it does on the original", async () => {
    const run = program("status-and-events");
    const lines = await output((print) => run(esl, running.target, print), "end");
    expect(lines).toEqual([
      expect.stringMatching(/^status: UP /),
      "uuid of 36 letters",
      "listening",
      "conference::maintenance done Grüße 50% off",
      "the body, ä and all",
      "end",
    ]);
  });

  test("jobs-and-filters runs as it does on the original", async () => {
    const run = program("jobs-and-filters");
    const lines = await output((print) => run(esl, running.target, print), "end");
    expect(lines).toEqual([
      "+OK filter added. [Event-Subclass]=[test::wanted]",
      "empty job done",
      "a-job-of-mine: 36 letters",
      "test::wanted",
      "end",
    ]);
  });
});

test("ivr-server runs as it does on the original", async () => {
  const run = program<Server>("ivr-server");
  const target = { host: "127.0.0.1", port: 0, password: "" };
  let server: Server | undefined;
  const lines = await output((print) => {
    server = run(esl, target, (line) => {
      print(line);
      if (line === "up") void callIn(server?.port ?? 0);
    });
  }, "over");
  server?.close();
  expect(lines).toEqual([
    "up",
    "call from 20001",
    "answered",
    "played: FILE PLAYED",
    "key 1",
    "closed: true",
    "over",
  ]);
});

async function callIn(port: number): Promise<void> {
  const call = await FakeCall.dial(port);
  onTestFinished(() => void call.socket.destroy());
  call.onExecute = (app) => {
    if (app === "playback")
      setTimeout(() => call.event({ "Event-Name": "DTMF", "DTMF-Digit": "1" }), 5);
    if (app === "hangup") setTimeout(() => call.hangUp(), 5);
    return app === "playback" ? "FILE PLAYED" : "_none_";
  };
}

async function startSoftswitch() {
  const small = await SmallSwitch.start();
  return {
    target: { host: "127.0.0.1", port: small.port, password: "ClueCon" },
    stop: () => small.close(),
  };
}

function realSwitch(address: string) {
  const [host = "127.0.0.1", port = "8021"] = address.split(":");
  const password = process.env["PARLEY_TEST_FREESWITCH_PASSWORD"] ?? "ClueCon";
  return { target: { host, port: Number(port), password }, stop: async () => {} };
}
