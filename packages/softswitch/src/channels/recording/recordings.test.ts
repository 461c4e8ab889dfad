import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { PhoneHouse } from "../../../testing/phone-house.js";
import type { SipPhone } from "../../../testing/sip-phone.js";
import { samplesIn } from "../../../testing/sound-files.js";
import { amplitudeAt } from "../../../testing/tones.js";
import { until } from "../../../testing/until.js";

const ANNA = 400;
const BEN = 900;
const LOUD = 0.1;
const QUIET = 0.01;
const RATE = 8000;

let house: PhoneHouse;
let folder: string;
beforeEach(async () => {
  house = await PhoneHouse.open();
  folder = mkdtempSync(join(tmpdir(), "parley-record-"));
});
afterEach(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string): string => join(folder, name);

/** How loud the two voices are in the last `ms` of a file, whole where none are given. */
function voicesIn(path: string, ms?: number): { anna: number; ben: number } {
  const all = samplesIn(path);
  const samples = ms === undefined ? all : all.slice(-(ms * RATE) / 1000);
  return { anna: amplitudeAt(samples, ANNA, RATE), ben: amplitudeAt(samples, BEN, RATE) };
}

/** A phone that is called and put through to an application; its channel. */
async function called(phone: SipPhone, application: string): Promise<string> {
  const answer = await house.api(`originate user/${phone.user}@127.0.0.1 ${application}`);
  expect(answer).toMatch(/^\+OK /);
  await until("the phone's call", () => phone.calls[0]);
  return answer.slice("+OK ".length).trim();
}

/** Settles when a recording has so many milliseconds of sound on the disk. */
const grown = (path: string, ms: number) =>
  until(`${ms} ms in ${path}`, () => statSync(path).size >= (ms * RATE * 2) / 1000);

const record = (uuid: string, what: string): Promise<string> =>
  house.api(`uuid_record ${uuid} ${what}`);

describe("a call is recorded", () => {
  test("both voices of a bridge are in the file, which says of itself what it is", async () => {
    const anna = await house.phone("20001", ANNA, { codecs: "PCMU" });
    const ben = await house.phone("21000", BEN, { codecs: "PCMU" });
    const call = await anna.dial("21000", house.password("20001"));
    const other = await until("the other's call", () => ben.calls[0]);
    await until("both hear", () => call.hears(BEN) > LOUD && other.hears(ANNA) > LOUD);
    const uuid = (await house.told("CHANNEL_BRIDGE")).get("Bridge-A-Unique-ID") ?? "";
    const path = file("both.wav");
    expect(await record(uuid, `start ${path}`)).toBe("+OK Success\n");
    expect(await record(uuid, `start ${path}`)).toBe("+OK Success\n");
    await grown(path, 1000);
    expect(await record(uuid, `stop ${path}`)).toBe("+OK Success\n");
    const { anna: one, ben: two } = voicesIn(path);
    expect(Math.min(one, two)).toBeGreaterThan(LOUD);
    const story = house.events.map(({ name }) => name).filter((name) => /RECORD|BUG/.test(name));
    expect(story).toEqual(["RECORD_START", "MEDIA_BUG_START", "RECORD_STOP", "MEDIA_BUG_STOP"]);
    const end = await house.told("RECORD_STOP");
    expect(end.get("Record-File-Path")).toBe(path);
    expect(end.get("Record-Completion-Cause")).toBe("success-maxtime");
    expect(end.get("variable_record_file_size")).toBe(String(statSync(path).size));
    const samples = Number(end.get("variable_record_samples"));
    expect(statSync(path).size).toBe(44 + 2 * samples);
    expect(Number(end.get("variable_record_ms"))).toBe(Math.floor(samples / 8));
  });

  test("what is masked is silence in the file, what is paused is not in it", async () => {
    const anna = await house.phone("20001", ANNA, { codecs: "PCMU" });
    const uuid = await called(anna, "&echo()");
    const path = file("masked.wav");
    await record(uuid, `start ${path}`);
    await grown(path, 1000);
    expect(voicesIn(path, 300).anna).toBeGreaterThan(LOUD);
    expect(await record(uuid, `mask ${path}`)).toBe("+OK Success\n");
    await grown(path, 2000);
    expect(voicesIn(path, 300).anna).toBeLessThan(QUIET);
    expect(await record(uuid, `unmask ${path}`)).toBe("+OK Success\n");
    const witness = file("witness.wav");
    await record(uuid, `start ${witness}`);
    expect(await record(uuid, `pause ${path}`)).toBe("+OK Success\n");
    await grown(witness, 500);
    const { size } = statSync(path);
    await grown(witness, 1500);
    expect(statSync(path).size).toBe(size);
    expect(await record(uuid, `resume ${path}`)).toBe("+OK Success\n");
    await grown(path, size / 16 + 1000);
    await record(uuid, "stop all");
    expect(voicesIn(path, 300).anna).toBeGreaterThan(LOUD);
  });

  test("by the dialplan's application, for so many seconds, and until the end of the call", async () => {
    const anna = await house.phone("20001", ANNA, { codecs: "PCMU" });
    const [short, long] = [file("short.wav"), file("long.wav")];
    const uuid = await called(
      anna,
      `'record_session:${short} +1,record_session:${long},echo:' inline`,
    );
    const end = await house.told("RECORD_STOP");
    expect(end.get("Record-File-Path")).toBe(short);
    expect(end.get("variable_record_seconds")).toBe("1");
    await house.api(`uuid_kill ${uuid}`);
    const last = await house.told("RECORD_STOP", (event) => event.get("Record-File-Path") === long);
    expect(last.get("Record-Completion-Cause")).toBe("success-silence");
    expect(last.get("Hangup-Cause")).toBe("NORMAL_CLEARING");
    await house.told("CHANNEL_HANGUP_COMPLETE");
    expect(voicesIn(long).anna).toBeGreaterThan(LOUD);
    expect((await house.api("softswitch counts")).match(/"works":(\d+)/)?.[1]).toBe("0");
  });

  test("a call that rests is heard, one way alone when that is asked for", async () => {
    const anna = await house.phone("20001", ANNA, { codecs: "PCMU" });
    const uuid = await called(anna, "&park()");
    const [said, heard] = [file("said.wav"), file("heard.wav")];
    await record(uuid, `start ${said}`);
    await house.api(`uuid_setvar ${uuid} RECORD_WRITE_ONLY true`);
    await record(uuid, `start ${heard}`);
    await grown(said, 1000);
    await record(uuid, "stop all");
    expect(voicesIn(said).anna).toBeGreaterThan(LOUD);
    expect(voicesIn(heard).anna).toBeLessThan(QUIET);
  });
});

test("what cannot be recorded is answered in FreeSWITCH's words", async () => {
  const anna = await house.phone("20001", ANNA);
  const uuid = await called(anna, "&park()");
  const usage = "-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n";
  expect(await record(uuid, "")).toBe(usage);
  expect(await record(uuid, "sing /tmp/x.wav")).toBe(usage);
  expect(await record("nosuch", "start /tmp/x.wav")).toBe("-ERR Cannot locate session!\n");
  expect(await record(uuid, "start /proc/nowhere/x.wav")).toBe("-ERR Cannot record session!\n");
  expect(await record(uuid, `start ${file("x.xyz")}`)).toBe("-ERR Cannot record session!\n");
  expect(await house.api(`uuid_getvar ${uuid} record_completion_cause`)).toBe("uri-failure");
  for (const [verb, what] of [
    ["stop", "stop record"],
    ["mask", "mask recording"],
    ["resume", "resume recording"],
  ])
    expect(await record(uuid, `${verb} /tmp/x.wav`)).toBe(`-ERR Cannot ${what} session!\n`);
});

test("uuid_audio makes a call louder, softer or silent, either way", async () => {
  const anna = await house.phone("20001", ANNA, { codecs: "PCMU" });
  const uuid = await called(anna, "&echo()");
  const call = await until("the call", () => anna.calls[0]);
  const audio = (words: string): Promise<string> => house.api(`uuid_audio ${uuid} ${words}`);
  await until("it hears itself", () => call.hears(ANNA) > 0.3);
  expect(await audio("start read level -12")).toBe("+OK\n");
  await until("it is softer", () => call.hears(ANNA) < 0.15 && call.hears(ANNA) > 0.05);
  expect(await audio("start write mute 1")).toBe("+OK\n");
  await until("it is silent", () => call.hears(ANNA) < QUIET);
  expect(await audio("stop")).toBe("+OK\n");
  await until("it is as before", () => call.hears(ANNA) > 0.3);
  const usage = "-USAGE: <uuid> [start [read|write] [mute|level <level>]|stop]\n";
  expect(await audio("start read")).toBe(usage);
  expect(await audio("start both mute 1")).toBe(usage);
  expect(await house.api("uuid_audio nosuch stop")).toBe("-ERR No such channel!\n");
});
