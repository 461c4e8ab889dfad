import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { header, SoundingRooms } from "../../testing/sounding-rooms.js";
import type { VideoPort } from "./video-port.js";

/** A phone's video without a wire. */
class FakeVideo implements VideoPort {
  readonly seen: string[] = [];
  keyframesAsked = 0;
  readonly #packets = new Set<(packet: Buffer) => void>();
  readonly #requests = new Set<() => void>();

  onPacket(listener: (packet: Buffer) => void): () => void {
    this.#packets.add(listener);
    return () => this.#packets.delete(listener);
  }

  onKeyframeRequest(listener: () => void): () => void {
    this.#requests.add(listener);
    return () => this.#requests.delete(listener);
  }

  send(packet: Buffer): void {
    this.seen.push(packet.toString());
  }

  requestKeyframe(): void {
    this.keyframesAsked += 1;
  }

  shows(text: string): void {
    for (const listener of this.#packets) listener(Buffer.from(text));
  }

  asks(): void {
    for (const listener of this.#requests) listener();
  }

  get listeners(): number {
    return this.#packets.size + this.#requests.size;
  }
}

let rooms: SoundingRooms;

beforeEach(() => {
  vi.useFakeTimers();
  rooms = new SoundingRooms({ "energy-level": "100" });
});

afterEach(() => {
  rooms.conferences.stop();
  vi.useRealTimers();
});

function join(flags = "") {
  const video = new FakeVideo();
  const sitting = rooms.join(8000, flags, { video });
  vi.advanceTimersByTime(20);
  return { ...sitting, video };
}

type Watcher = ReturnType<typeof join>;

/** The floor goes to somebody by talking. */
function talk(who: Watcher, others: readonly Watcher[]): void {
  for (const { port } of others) port.say();
  who.port.say(500);
  vi.advanceTimersByTime(20 * 40);
}

test("the video of the floor's holder goes to all others, and follows the floor", () => {
  const [a, b, c] = [join(), join(), join()];
  a.video.shows("a1");
  expect([a.video.seen, b.video.seen, c.video.seen]).toEqual([[], ["a1"], ["a1"]]);
  talk(b, [a, c]);
  b.video.shows("b1");
  expect([b.video.seen, c.video.seen]).toEqual([["a1"], ["a1", "b1"]]);
  expect(a.video.seen).toEqual(["b1"]);
});

test("the holder sees the one who had the floor before", () => {
  const [a, b, c] = [join(), join(), join()];
  talk(b, [a, c]);
  a.video.shows("a1");
  c.video.shows("c1");
  expect([a.video.seen, b.video.seen, c.video.seen]).toEqual([[], ["a1"], []]);
});

test("a key frame is asked of whoever is to be seen: at a change, when somebody joins, when a phone asks", () => {
  const [a, b] = [join(), join()];
  const before = b.video.keyframesAsked;
  talk(b, [a]);
  expect(b.video.keyframesAsked).toBe(before + 1);
  const c = join();
  expect(b.video.keyframesAsked).toBe(before + 2);
  c.video.asks();
  expect(b.video.keyframesAsked).toBe(before + 3);
  const asked = a.video.keyframesAsked;
  b.video.asks();
  expect(a.video.keyframesAsked).toBe(asked + 1);
});

test("who is not to be seen gives the floor of video to another, who is blind sees nothing", () => {
  const [a, b, c] = [join(), join(), join()];
  rooms.command(`vmute ${a.id}`);
  a.video.shows("a1");
  expect([b.video.seen, c.video.seen]).toEqual([[], []]);
  rooms.command(`vmute ${b.id}`);
  rooms.command(`vmute ${c.id}`);
  for (const one of [a, b, c]) one.video.shows("x");
  expect([a, b, c].map(({ video }) => video.seen)).toEqual([[], [], []]);
  rooms.command(`unvmute ${a.id}`);
  rooms.command(`vblind ${b.id}`);
  a.video.shows("a2");
  expect([b.video.seen, c.video.seen]).toEqual([[], ["a2"]]);
});

test("changes are told as events, and a port is let go with its seat", () => {
  const [a, b] = [join(), join()];
  const first = rooms.events.find((event) => header(event, "Action") === "video-floor-change");
  expect([header(first, "Old-ID"), header(first, "New-ID")]).toEqual(["none", String(a.id)]);
  a.seat.leave("hangup");
  const last = rooms.last("video-floor-change");
  expect([header(last, "Old-ID"), header(last, "New-ID")]).toEqual([String(a.id), String(b.id)]);
  expect([a.video.listeners, b.video.listeners]).toEqual([0, 2]);
  b.seat.leave("hangup");
  expect(b.video.listeners).toBe(0);
});

test("callers without video take the floor of sound and leave the picture where it is", () => {
  const a = join();
  const b = join();
  const plain = rooms.join();
  talk({ ...plain, video: new FakeVideo() }, [a, b]);
  expect(rooms.conferences.rooms()[0]?.floorHolder).toBe(plain.id);
  a.video.shows("a1");
  expect(b.video.seen).toEqual(["a1"]);
});
