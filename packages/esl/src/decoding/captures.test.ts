import { expect, test } from "vitest";
import { CAPTURES, switchStreams } from "../../test/captured.js";
import {
  slowDecode,
  slowJsonEvent,
  slowPlainEvent,
  slowXmlElements,
} from "../../test/slow-decoder.js";
import type { Frame } from "../framing/frame.js";
import { FrameDecoder } from "../framing/frame-decoder.js";
import { decodeEvent } from "./decode-event.js";

function decodeChunks(chunks: Iterable<Buffer>): Frame[] {
  const decoder = new FrameDecoder();
  const frames: Frame[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let frame = decoder.next(); frame !== undefined; frame = decoder.next())
      frames.push(frame);
  }
  return frames;
}

function* splitAt(stream: Buffer, cuts: readonly number[]): Generator<Buffer> {
  let from = 0;
  for (const cut of [...cuts, stream.length]) {
    yield stream.subarray(from, cut);
    from = cut;
  }
}

const plain = (frames: readonly Frame[]) =>
  frames.map((frame) => ({
    headers: [...frame.headers.entries()],
    body: frame.body.toString("latin1"),
  }));

/** Reproducible numbers, so that a failing split can be found again. */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function randomCuts(length: number, seed: number): number[] {
  const random = randoms(seed);
  const cuts: number[] = [];
  for (let at = 0; at < length; at += 1 + Math.floor(random() ** 3 * 4000)) cuts.push(at);
  return cuts;
}

const isLarge = (stream: Buffer) => stream.length > 20_000;

for (const name of CAPTURES) {
  for (const [index, stream] of switchStreams(name).entries()) {
    const title = `${name} (${index + 1})`;
    const expected = slowDecode(stream);

    test(`${title}: all frames come out of one chunk as the plain decoder reads them`, () => {
      expect(expected.length).toBeGreaterThan(0);
      expect(plain(decodeChunks([stream]))).toEqual(expected);
    });

    test(`${title}: all frames come out byte by byte`, () => {
      const bytes = Array.from({ length: stream.length - 1 }, (_, at) => at + 1);
      expect(plain(decodeChunks(splitAt(stream, bytes)))).toEqual(expected);
    });

    test.skipIf(isLarge(stream))(
      `${title}: all frames come out of two chunks, cut anywhere`,
      () => {
        const reference = expected.map(({ body }) => body).join("|");
        for (let cut = 1; cut < stream.length; cut++) {
          const frames = decodeChunks(splitAt(stream, [cut]));
          if (frames.map(({ body }) => body.toString("latin1")).join("|") !== reference) {
            expect({ cut, frames: plain(frames) }).toEqual({ cut, frames: expected });
          }
        }
      },
    );

    test(`${title}: all frames come out of random chunks`, () => {
      for (let seed = 1; seed <= 20; seed++) {
        const frames = decodeChunks(splitAt(stream, randomCuts(stream.length, seed)));
        expect(frames.length).toBe(expected.length);
        for (const [at, frame] of frames.entries()) {
          if (frame.body.toString("latin1") !== expected[at]!.body)
            expect({ seed, at }).toBeUndefined();
        }
      }
    });
  }
}

const eventFrames = (type: string) =>
  CAPTURES.flatMap((name) => switchStreams(name))
    .flatMap((stream) => decodeChunks([stream]))
    .filter((frame) => frame.contentType === `text/event-${type}`);

test("every recorded plain event is decoded as by hand", () => {
  const frames = eventFrames("plain");
  expect(frames.length).toBeGreaterThan(350);
  for (const frame of frames) {
    const event = decodeEvent(frame);
    const expected = slowPlainEvent(frame.body);
    expect([...event.headers.entries()]).toEqual(expected.headers);
    expect(event.body).toBe(expected.body);
    expect(event.undecodable).toEqual([]);
  }
});

test("every recorded json event is decoded as JSON.parse reads it, repeated names included", () => {
  const frames = eventFrames("json");
  expect(frames.length).toBeGreaterThan(350);
  for (const frame of frames) {
    const event = decodeEvent(frame);
    const expected = slowJsonEvent(frame.body);
    expect(new Map(event.headers.entries())).toEqual(expected.values);
    expect(event.body).toBe(expected.body);
    for (const [name, value] of expected.values) expect(event.get(name)).toBe(value);
    expect(event.undecodable).toEqual([]);
  }
});

test("every recorded xml event holds its elements in order", () => {
  const frames = eventFrames("xml");
  expect(frames.length).toBeGreaterThan(340);
  for (const frame of frames) {
    const event = decodeEvent(frame);
    const elements = slowXmlElements(frame.body);
    const names = [...new Set(elements.map(([name]) => name))];
    for (const name of names) {
      const expected = elements
        .filter(([other]) => other.toLowerCase() === name.toLowerCase())
        .map(([, value]) => value);
      expect(event.getAll(name)).toEqual(expected);
    }
    expect(event.undecodable).toEqual([]);
  }
});

test("looking up one name finds what walking all of them finds, for every recorded event", () => {
  for (const type of ["plain", "json", "xml"]) {
    for (const frame of eventFrames(type)) {
      const walked = new Map<string, string>();
      for (const [name, value] of decodeEvent(frame).headers.entries())
        walked.set(name.toLowerCase(), value);
      const event = decodeEvent(frame);
      for (const [name, value] of walked) expect(event.get(name.toUpperCase())).toBe(value);
    }
  }
});
