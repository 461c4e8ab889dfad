import { PassThrough } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { CAPTURES, switchStreams } from "../../test/captured.js";
import { answerTo, classicPair, heard } from "../../test/classic.js";
import { allowance, amount, inWords } from "../../test/endurance.js";
import { ScriptedSwitch } from "../../test/scripted-switch.js";
import { FrameDecoder } from "../framing/frame-decoder.js";
import { Connection, type Event, Parser } from "./index.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function heapAfterRest(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

const COMMANDS = amount("PARLEY_TEST_COMMANDS", 5_000);
const ALL_KINDS = `${inWords(COMMANDS)} commands, jobs, applications and timed waits leave nothing behind`;
test(ALL_KINDS, { timeout: allowance(COMMANDS, 2) }, async () => {
  const { conn, sw } = await classicPair({
    script: ({ line, headers }, peer) => {
      if (!line.startsWith("sendmsg")) return false;
      peer.reply("+OK");
      const id = headers.get("Event-UUID") ?? "";
      peer.event({ "Event-Name": "CHANNEL_EXECUTE_COMPLETE", "Application-UUID": id });
      return true;
    },
  });
  const work = async (count: number) => {
    for (let done = 0; done < count; done += 100) {
      await Promise.all(
        Array.from({ length: 25 }, () => [
          answerTo((callback) => conn.api("status", callback)),
          answerTo((callback) => conn.bgapi("status", callback)),
          answerTo((callback) => conn.execute("answer", "", "u", callback)),
          answerTo((callback) => conn.recvEventTimed(60_000, callback)),
        ]).flat(),
      );
      sw.commands.length = 0;
    }
  };
  await work(1_000);
  const heap = await heapAfterRest();
  await work(COMMANDS);
  expect(await heapAfterRest()).toBeLessThan(heap + 1_500_000);
  expect(conn.eventNames()).toEqual([]);
  expect([conn.cmdCallbackQueue, conn.apiCallbackQueue]).toEqual([[], []]);
});

const CONNECTIONS = amount("PARLEY_TEST_RECONNECTS", 80);
const COME_AND_GO = `${inWords(CONNECTIONS)} connections that come and go leave nothing behind`;
test(COME_AND_GO, { timeout: allowance(CONNECTIONS, 20) }, async () => {
  await using sw = await ScriptedSwitch.start();
  const round = async (index: number) => {
    const conn = new Connection("127.0.0.1", sw.port, "ClueCon");
    const end = heard(conn, "esl::end");
    await answerTo((callback) => conn.api("status", callback));
    if (index % 2 === 0) conn.disconnect();
    else sw.dropAll();
    await end;
  };
  for (let index = 0; index < 20; index++) await round(index);
  const heap = await heapAfterRest();
  for (let index = 0; index < CONNECTIONS; index++) await round(index);
  sw.commands.length = 0;
  expect(await heapAfterRest()).toBeLessThan(heap + 1_500_000);
});

test.each(CAPTURES)("every frame of the capture %s is an event with all it holds", async (name) => {
  for (const stream of switchStreams(name)) {
    const decoder = new FrameDecoder();
    decoder.push(stream);
    let frames = 0;
    while (decoder.next() !== undefined) frames++;
    const socket = new PassThrough();
    const events: Event[] = [];
    new Parser(socket).on("esl::event", (event) => events.push(event));
    for (let at = 0; at < stream.length; at += 1_460) socket.write(stream.subarray(at, at + 1_460));
    await new Promise((resolve) => socket.end(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(events).toHaveLength(frames);
    for (const event of events) {
      expect(event.headers.length).toBeGreaterThan(0);
      for (const { name: header, value } of event.headers) {
        expect(event.getHeader(header)).toEqual(value);
      }
    }
  }
});
