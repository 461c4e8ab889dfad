import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { amplitudeAt, concatFrames } from "../../testing/listening.js";
import { header, type Sitting, SoundingRooms } from "../../testing/sounding-rooms.js";
import { createTone, openSound } from "../audio/index.js";
import { wavHeader } from "../audio/wav-header.js";
import { toneOf } from "./sound/scripted-voice.js";

const folder = mkdtempSync(join(tmpdir(), "parley-rooms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  vi.useFakeTimers();
});

let rooms: SoundingRooms;

afterEach(() => {
  rooms.conferences.stop();
  vi.useRealTimers();
});

const ticks = (count: number): void => {
  vi.advanceTimersByTime(20 * count);
};

/** Two callers, the first says 500 Hz, the second 1000 Hz, and both have been heard to talk. */
function talkingPair(params: Record<string, string> = {}): [Sitting, Sitting] {
  rooms = new SoundingRooms({ "energy-level": "100", ...params });
  const [a, b] = [rooms.join(), rooms.join(16_000)];
  a.port.say(500);
  b.port.say(1000);
  ticks(12);
  return [a, b];
}

function tone(name: string, hertz: number, seconds: number, rate = 8000): string {
  const path = join(folder, name);
  const next = createTone(rate, [hertz], 8000);
  const frames = Array.from({ length: Math.round(seconds * 50) }, next);
  const samples = concatFrames(frames, rate / 50);
  writeFileSync(
    path,
    Buffer.concat([wavHeader(samples.length, rate), Buffer.from(samples.buffer)]),
  );
  return path;
}

/** All samples of a recording. */
function recorded(path: string): Int16Array {
  const source = openSound(path, 8000);
  const frames: (Int16Array | undefined)[] = [];
  while (!source.ended) frames.push(source.read());
  return concatFrames(frames, 160);
}

describe("hearing", () => {
  test("each hears the others at their own rate and not themselves", () => {
    const [a, b] = talkingPair();
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(a.port.hears(500)).toBeLessThan(30);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
    expect(b.port.hears(1000)).toBeLessThan(30);
    expect(b.port.heard.at(-1)).toHaveLength(320);
  });

  test("every port gets something to send in every tick, silence as well", () => {
    rooms = new SoundingRooms();
    const [a] = [rooms.join(), rooms.join()];
    ticks(7);
    expect(a.port.heard).toEqual(Array(7).fill(undefined));
    expect(a.port.reads).toBe(7);
  });

  test("all who listen get one and the same frame", () => {
    const [a] = talkingPair();
    const listeners = [rooms.join(), rooms.join(), rooms.join()];
    ticks(3);
    const frames = new Set(listeners.map(({ port }) => port.heard.at(-1)));
    expect(frames.size).toBe(1);
    expect(frames.has(a.port.heard.at(-1))).toBe(false);
  });

  test("many loud voices are cut off, not turned over", () => {
    rooms = new SoundingRooms();
    const listener = rooms.join();
    for (let n = 0; n < 4; n += 1) rooms.join().port.say(500, 30_000);
    ticks(20);
    const heard = concatFrames(listener.port.heard.slice(-5), 160);
    expect(Math.max(...heard)).toBe(32_767);
    expect(Math.min(...heard)).toBe(-32_768);
    expect(amplitudeAt(heard, 8000, 500)).toBeGreaterThan(32_000);
  });

  test("who is muted is heard no more within two ticks, and again after unmute", () => {
    const [a, b] = talkingPair();
    rooms.command(`mute ${a.id}`);
    ticks(2);
    expect(b.port.heard.at(-1)).toBeUndefined();
    rooms.command(`unmute ${a.id}`);
    ticks(15);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
  });

  test("who is on hold is not heard but hears", () => {
    const [a, b] = talkingPair();
    rooms.command(`hold ${a.id}`);
    ticks(8);
    expect(b.port.heard.at(-1)).toBeUndefined();
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
  });

  test("who is deaf gets silence, and still what is played to it alone", () => {
    const [a] = talkingPair();
    rooms.command(`deaf ${a.id}`);
    ticks(2);
    expect(a.port.heard.at(-1)).toBeUndefined();
    rooms.command(`play tone_stream://%(400,0,1500) ${a.id}`);
    ticks(10);
    expect(a.port.hears(1500)).toBeGreaterThan(10_000);
    expect(a.port.hears(1000)).toBeLessThan(30);
  });

  test("relations keep two apart and nobody else", () => {
    const [a, b] = talkingPair();
    const c = rooms.join();
    rooms.command(`relate ${a.id} ${b.id} nospeak`);
    ticks(15);
    expect(b.port.hears(500)).toBeLessThan(30);
    expect(c.port.hears(500)).toBeGreaterThan(7700);
    rooms.command(`relate ${a.id} ${b.id} clear`);
    rooms.command(`relate ${b.id} ${a.id} nohear`);
    ticks(15);
    expect(b.port.hears(500)).toBeLessThan(30);
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
  });

  test("volumes work on what one says and on what one hears", () => {
    const [a, b] = talkingPair();
    rooms.command(`volume_in ${a.id} -3`);
    ticks(8);
    expect(b.port.hears(500)).toBeGreaterThan(3100);
    expect(b.port.hears(500)).toBeLessThan(3300);
    rooms.command(`volume_in ${a.id} 0`);
    rooms.command(`volume_out ${b.id} -4`);
    ticks(8);
    expect(b.port.hears(500)).toBeGreaterThan(1500);
    expect(b.port.hears(500)).toBeLessThan(1700);
  });

  test("gain control brings a voice near its level, a decibel each half second", () => {
    const [a, b] = talkingPair();
    rooms.command(`agc ${a.id} 2500`);
    ticks(26 * 14);
    expect(b.port.hears(500)).toBeGreaterThan(3600);
    expect(b.port.hears(500)).toBeLessThan(4300);
  });

  test("who is too loud too often is not heard for a while", () => {
    const [a, b] = talkingPair();
    rooms.command(`max-energy ${a.id} 4000:400:5`);
    ticks(10);
    expect(b.port.heard.at(-1)).toBeUndefined();
    a.port.say(500, 4000);
    ticks(40);
    expect(b.port.hears(500)).toBeGreaterThan(3700);
  });

  test("a port that throws is silent, is told of once, and does not silence the others", () => {
    const [a, b] = talkingPair();
    const lines: string[] = [];
    rooms.core.on("log", ({ text }) => lines.push(text));
    const broken = rooms.seat("", {
      audio: {
        rate: 8000,
        read: () => {
          throw new Error("no line");
        },
        write: () => {},
      },
    });
    ticks(10);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(lines.filter((line) => line.includes("no line"))).toHaveLength(1);
    broken.seat.leave("hangup");
  });

  test("a room that waits for its moderator is silent until one comes", () => {
    rooms = new SoundingRooms({ "conference-flags": "wait-mod" });
    const [a, b] = [rooms.join(), rooms.join()];
    a.port.say(500);
    ticks(10);
    expect(b.port.heard.at(-1)).toBeUndefined();
    rooms.join(8000, "moderator");
    ticks(10);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
  });
});

describe("talking", () => {
  test("a clear voice is told at once, its end 800 ms after it, with how it was", () => {
    rooms = new SoundingRooms({ "energy-level": "100" });
    const [a] = [rooms.join(), rooms.join()];
    ticks(5);
    a.port.say(530);
    ticks(1);
    expect(rooms.actions).toContain(`start-talking ${a.id}`);
    ticks(49);
    a.port.say();
    ticks(39);
    expect(rooms.actions).not.toContain(`stop-talking ${a.id}`);
    ticks(1);
    const stop = rooms.last("stop-talking");
    expect(header(stop, "Talking")).toBe("false");
    expect(header(stop, "talking-gate-hits")).toBe("49");
    expect(header(stop, "talking-total-packets")).toBe("89");
    expect(header(stop, "talking-duration-ms")).toBe("1780");
    expect(Number(header(stop, "talking-average-energy"))).toBeCloseTo(8000 * (2 / Math.PI), -2);
  });

  test("a soft voice needs five frames, and noise below the threshold is never heard", () => {
    rooms = new SoundingRooms({ "energy-level": "100" });
    const [soft, noise] = [rooms.join(), rooms.join()];
    soft.port.say(500, 400);
    noise.port.say(500, 120);
    ticks(4);
    expect(rooms.actions.some((action) => action.startsWith("start-talking"))).toBe(false);
    ticks(1);
    expect(rooms.actions).toContain(`start-talking ${soft.id}`);
    ticks(50);
    expect(rooms.actions).not.toContain(`start-talking ${noise.id}`);
    expect(soft.port.heard.at(-1)).toBeUndefined();
  });

  test("times and figures are those a FreeSWITCH 1.10.12 tells of the same sound", () => {
    rooms = new SoundingRooms({ "energy-level": "100" });
    rooms.join();
    ticks(50);
    const b = rooms.join();
    const told = (action: string, ...names: string[]) =>
      names.map((name) => header(rooms.last(action), name));
    const statistics = [
      "talking-gate-hits",
      "talking-total-packets",
      "talking-duration-ms",
      "talking-average-energy",
      "talking-delta-average",
      "talking-hit-on-percent",
      "talking-non-hit-ratio",
      "talking-hit-off-percent",
      "talking-hit-off-differential",
    ] as const;
    ticks(50);
    b.port.say(530, 8000);
    ticks(1);
    expect(told("start-talking", "Member-ID", "Current-Energy")).toEqual([String(b.id), "5055"]);
    expect(told("floor-change", "New-ID", "Current-Energy")).toEqual([String(b.id), "5055"]);
    expect(rooms.actions.slice(-2)).toEqual([`start-talking ${b.id}`, `floor-change ${b.id}`]);
    ticks(49);
    b.port.say();
    ticks(75);
    expect(told("stop-talking", ...statistics)).toEqual([
      "49",
      "89",
      "1780",
      "5092.959184",
      "25.938776",
      "55.056180",
      "2.040816",
      "1.123596",
      "53.932584",
    ]);
    b.port.say(530, 400);
    ticks(5);
    expect(told("start-talking", "Current-Energy")).toEqual(["254"]);
    ticks(45);
    b.port.say();
    ticks(75);
    expect(told("stop-talking", "Current-Energy", ...statistics.slice(0, 5))).toEqual([
      "0",
      "45",
      "85",
      "1700",
      "254.200000",
      "1.600000",
    ]);
  });

  test("the energy command moves the threshold", () => {
    const [a, b] = talkingPair();
    rooms.command(`energy ${a.id} 10000`);
    ticks(45);
    expect(rooms.actions).toContain(`stop-talking ${a.id}`);
    expect(b.port.heard.at(-1)).toBeUndefined();
  });

  test("who is muted is not heard to talk, with mute-detect it is told", () => {
    rooms = new SoundingRooms({ "energy-level": "100" });
    const [plain, watched] = [rooms.join(8000, "mute"), rooms.join(8000, "mute|mute-detect")];
    for (const { port } of [plain, watched]) port.say(500);
    ticks(10);
    expect(rooms.actions).toContain(`mute-detect ${watched.id}`);
    expect(rooms.actions.some((action) => action.startsWith("start-talking"))).toBe(false);
    expect(plain.port.heard.at(-1)).toBeUndefined();
  });

  test("the floor goes to a speaker once its holder is silent, and the events show the energy", () => {
    rooms = new SoundingRooms({ "energy-level": "100" });
    const [a, b] = [rooms.join(), rooms.join()];
    a.port.say(500);
    ticks(10);
    b.port.say(1000);
    ticks(10);
    expect(rooms.conferences.rooms()[0]?.floorHolder).toBe(a.id);
    a.port.say();
    ticks(30);
    expect(rooms.conferences.rooms()[0]?.floorHolder).toBe(b.id);
    const change = rooms.last("floor-change");
    expect([header(change, "Old-ID"), header(change, "New-ID")]).toEqual([
      String(a.id),
      String(b.id),
    ]);
    expect(Number(header(change, "Current-Energy"))).toBeGreaterThan(4000);
  });

  test("a steady state calls nobody: no events while everybody goes on as before", () => {
    talkingPair();
    const before = rooms.events.length;
    const [room] = rooms.conferences.rooms();
    ticks(100);
    expect(rooms.events).toHaveLength(before);
    expect(rooms.conferences.rooms()[0]).toBe(room);
  });
});

describe("files", () => {
  test("a file plays to all for its time, over those who speak", () => {
    const [a, b] = talkingPair();
    const path = tone("announce.wav", 2000, 0.6);
    rooms.command(`play ${path}`);
    ticks(15);
    expect(a.port.hears(2000)).toBeGreaterThan(7700);
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(b.port.hears(2000)).toBeGreaterThan(7700);
    ticks(30);
    expect(rooms.actions).toContain("play-file-done");
    expect(a.port.hears(2000)).toBeLessThan(60);
    const loud = a.port.heard.filter((frame) => frame && amplitudeAt(frame, 8000, 2000) > 4000);
    expect(loud.length).toBeGreaterThanOrEqual(29);
    expect(loud.length).toBeLessThanOrEqual(31);
  });

  test("a pause is silent, resuming goes on, stop ends", () => {
    rooms = new SoundingRooms();
    const a = rooms.join();
    rooms.command(`play ${tone("pause.wav", 2000, 4)}`);
    ticks(10);
    rooms.command("pause_play");
    ticks(10);
    expect(a.port.heard.at(-1)).toBeUndefined();
    rooms.command("pause_play");
    ticks(10);
    expect(a.port.hears(2000)).toBeGreaterThan(7700);
    rooms.command("stop all");
    ticks(3);
    expect(a.port.heard.at(-1)).toBeUndefined();
    expect(rooms.actions).toContain("play-file-done");
  });

  test("file_seek moves what is heard", () => {
    rooms = new SoundingRooms();
    const a = rooms.join();
    const path = join(folder, "steps.wav");
    const samples = Int16Array.from({ length: 16_000 }, (_, n) => Math.floor(n / 160));
    writeFileSync(path, Buffer.concat([wavHeader(16_000, 8000), Buffer.from(samples.buffer)]));
    rooms.command(`play ${path}`);
    ticks(3);
    rooms.command("file_seek 1000");
    ticks(1);
    const [first] = a.port.heard.at(-1) ?? [];
    expect(first).toBeGreaterThanOrEqual(49);
    expect(first).toBeLessThanOrEqual(52);
  });

  test("file-vol makes it softer in decibels", () => {
    rooms = new SoundingRooms();
    const a = rooms.join();
    rooms.command(`play ${tone("vol.wav", 2000, 2)}`);
    rooms.command("file-vol -6");
    ticks(10);
    expect(a.port.hears(2000)).toBeGreaterThan(3900);
    expect(a.port.hears(2000)).toBeLessThan(4100);
  });

  test("loops play it again, inf until it is stopped", () => {
    rooms = new SoundingRooms();
    const a = rooms.join();
    const path = tone("loop.wav", 2000, 0.2);
    rooms.command(`play {loops=3}${path}`);
    ticks(40);
    const loud = a.port.heard.filter((frame) => frame && amplitudeAt(frame, 8000, 2000) > 4000);
    expect(loud.length).toBeGreaterThanOrEqual(28);
    expect(loud.length).toBeLessThanOrEqual(31);
    expect(rooms.actions.filter((action) => action === "play-file-done")).toHaveLength(1);
    rooms.command(`play {loops=inf}${path} async`);
    ticks(100);
    expect(a.port.hears(2000, 1)).toBeGreaterThan(7000);
    rooms.command("stop async");
    ticks(3);
    expect(a.port.heard.at(-1)).toBeUndefined();
  });

  test("to one member it plays over the room, or instead of it with nomux", () => {
    const [a, b] = talkingPair();
    const path = tone("one.wav", 2000, 1);
    rooms.command(`play ${path} ${a.id}`);
    ticks(10);
    expect(a.port.hears(2000)).toBeGreaterThan(7700);
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(b.port.hears(2000)).toBeLessThan(60);
    rooms.command(`stop all ${a.id}`);
    ticks(5);
    rooms.command(`play ${path} ${a.id} nomux`);
    ticks(10);
    expect(a.port.hears(2000)).toBeGreaterThan(7700);
    expect(a.port.hears(1000)).toBeLessThan(60);
  });

  test("prompts come from the sound prefix, from the folder of the room's rate first", () => {
    const sounds = join(folder, "sounds");
    mkdirSync(join(sounds, "conference", "16000"), { recursive: true });
    tone("sounds/conference/conf-muted.wav", 700, 0.5);
    tone("sounds/conference/16000/conf-muted.wav", 1500, 0.5, 16_000);
    rooms = new SoundingRooms({
      rate: "16000",
      "sound-prefix": sounds,
      "muted-sound": "conference/conf-muted.wav",
    });
    const a = rooms.join();
    rooms.command(`mute ${a.id}`);
    ticks(12);
    expect(a.port.hears(1500)).toBeGreaterThan(7000);
    expect(a.port.hears(700)).toBeLessThan(60);
  });

  test("the sound for one who is kicked is told to its channel, with the prefix", () => {
    rooms = new SoundingRooms({
      "sound-prefix": "/sounds",
      "kicked-sound": "conference/conf-kicked.wav",
    });
    const [a, b] = [rooms.join(), rooms.join()];
    rooms.command(`kick ${a.id}`);
    rooms.command(`kick ${b.id} bye.wav`);
    ticks(1);
    expect(a.left).toEqual([{ reason: "kick", sound: "/sounds/conference/conf-kicked.wav" }]);
    expect(b.left).toEqual([{ reason: "kick", sound: "/sounds/bye.wav" }]);
  });
});

describe("recordings", () => {
  test("the file holds the whole mix, and what is played", () => {
    talkingPair();
    const path = join(folder, "mix.wav");
    rooms.command(`record ${path}`);
    ticks(10);
    rooms.command(`play ${tone("into.wav", 2000, 0.5)}`);
    ticks(50);
    rooms.command(`norecord ${path}`);
    ticks(2);
    const samples = recorded(path);
    expect(samples.length).toBeGreaterThan(59 * 160);
    expect(samples.length).toBeLessThanOrEqual(62 * 160);
    const [begin, middle] = [samples.subarray(0, 8 * 160), samples.subarray(15 * 160, 25 * 160)];
    for (const hertz of [500, 1000]) expect(amplitudeAt(begin, 8000, hertz)).toBeGreaterThan(7500);
    expect(amplitudeAt(middle, 8000, 2000)).toBeGreaterThan(7500);
    expect(header(rooms.last("stop-recording"), "Samples-Out")).toBe(String(samples.length));
  });

  test("a pause leaves no gap: its time is not in the file, and the sound goes on", () => {
    talkingPair();
    const path = join(folder, "paused.wav");
    rooms.command(`record ${path}`);
    ticks(25);
    rooms.command(`pause ${path}`);
    ticks(100);
    rooms.command(`resume ${path}`);
    ticks(25);
    rooms.command(`norecord ${path}`);
    ticks(2);
    const samples = recorded(path);
    expect(samples.length).toBeGreaterThanOrEqual(49 * 160);
    expect(samples.length).toBeLessThanOrEqual(52 * 160);
    for (let at = 160; at + 160 <= 48 * 160; at += 160) {
      expect(amplitudeAt(samples.subarray(at, at + 160), 8000, 500)).toBeGreaterThan(6000);
    }
  });

  test("scripted callers are tones of their own, at their level, while they talk", () => {
    rooms = new SoundingRooms();
    const [first, second] = [rooms.seat("", { voice: 5000 }), rooms.seat("", { voice: 0 })];
    const path = join(folder, "scripted.wav");
    rooms.command(`record ${path}`);
    ticks(20);
    second.seat.speak(5000);
    first.seat.speak(0);
    ticks(20);
    rooms.command("norecord all");
    ticks(2);
    const samples = recorded(path);
    const [begin, end] = [samples.subarray(0, 15 * 160), samples.subarray(24 * 160, 38 * 160)];
    expect(amplitudeAt(begin, 8000, toneOf(first.id))).toBeCloseTo(5000 * (Math.PI / 2), -2);
    expect(amplitudeAt(begin, 8000, toneOf(second.id))).toBeLessThan(10);
    expect(amplitudeAt(end, 8000, toneOf(second.id))).toBeCloseTo(5000 * (Math.PI / 2), -2);
    expect(amplitudeAt(end, 8000, toneOf(first.id))).toBeLessThan(10);
  });

  test("a scripted caller is heard by one with a port, and the other way round is harmless", () => {
    rooms = new SoundingRooms();
    const scripted = rooms.seat("", { voice: 5000 });
    const real = rooms.join(16_000);
    real.port.say(350);
    ticks(20);
    expect(real.port.hears(toneOf(scripted.id))).toBeGreaterThan(7500);
  });

  test("the file can be played at any moment while it grows", async () => {
    talkingPair();
    const path = join(folder, "growing.wav");
    rooms.command(`record ${path}`);
    ticks(60);
    vi.useRealTimers();
    await vi.waitFor(() => expect(recorded(path).length).toBeGreaterThanOrEqual(4000));
    const bytes = readFileSync(path);
    expect(bytes.readUInt32LE(40)).toBeLessThanOrEqual(bytes.length - 44);
    expect(bytes.readUInt32LE(4)).toBe(bytes.readUInt32LE(40) + 36);
  });
});

describe("cost and end", () => {
  test("rooms of scripted callers do not tick until one of them is recorded", () => {
    const works = vi.fn(() => () => {});
    const clock = {
      each: works,
      stats: () => ({ ticks: 0, late: 0, skipped: 0, p99: 0, max: 0 }),
      stop: () => {},
    };
    rooms = new SoundingRooms({}, clock);
    rooms.seat("", { voice: 5000 });
    rooms.command("play tone_stream://%(400,0,1500)");
    ticks(10);
    expect(works).not.toHaveBeenCalled();
    rooms.command(`record ${join(folder, "ticks.wav")}`);
    ticks(1);
    expect(works).toHaveBeenCalledTimes(1);
  });

  test("a port is let go with its seat, and the clock stops with the last one", () => {
    const [a, b] = talkingPair();
    a.seat.leave("hangup");
    const { reads } = a.port;
    ticks(5);
    expect(a.port.reads).toBe(reads);
    b.seat.leave("hangup");
    const heard = b.port.heard.length;
    ticks(5);
    expect(b.port.heard).toHaveLength(heard);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("when the room ends all ports are free", () => {
    rooms = new SoundingRooms();
    const [ends, stays] = [rooms.join(8000, "endconf"), rooms.join()];
    ticks(2);
    ends.seat.leave("hangup");
    ticks(2);
    const { reads } = stays.port;
    ticks(5);
    expect(stays.port.reads).toBe(reads);
    expect(rooms.actions).toContain("conference-destroy");
  });
});

test("with the real clock two callers hear each other, and a mute is quick", async () => {
  vi.useRealTimers();
  rooms = new SoundingRooms({ "energy-level": "100" });
  const [a, b] = [rooms.join(48_000), rooms.join(8000)];
  a.port.say(500);
  b.port.say(1000);
  await vi.waitFor(() => {
    expect(a.port.hears(1000)).toBeGreaterThan(7700);
    expect(b.port.hears(500)).toBeGreaterThan(7700);
  });
  expect(a.port.hears(500)).toBeLessThan(60);
  rooms.command(`mute ${b.id}`);
  const { reads } = a.port;
  await vi.waitFor(() => expect(a.port.heard.at(-1)).toBeUndefined(), { interval: 5 });
  expect(a.port.reads - reads).toBeLessThanOrEqual(4);
});
