import type { AudioClock } from "./clock.js";
import { Converter } from "./converter.js";
import type { SoundSource } from "./source.js";
import type { AudioPort } from "./types.js";

/** Something that goes on tick by tick until it is stopped. */
export interface Running {
  stop(): void;
}

/** What a port gives may be its own buffer; what a port gets is remembered by its encoder: so it is never passed on as it is. */
function carrier(from: AudioPort, to: AudioPort): () => void {
  const converter = new Converter();
  return () => {
    const frame = from.read();
    const same = from.rate === to.rate;
    to.write(frame && (same ? frame.slice() : converter.convert(frame, from.rate, to.rate)));
  };
}

/** Carries sound both ways between two ports, whatever their rates. After `stop` nobody writes to them any more. */
export function relay(a: AudioPort, b: AudioPort, clock: AudioClock): Running {
  const there = carrier(a, b);
  const back = carrier(b, a);
  const stop = clock.each(() => {
    there();
    back();
  });
  return { stop };
}

/** Gives a port back what it says. */
export function echo(port: AudioPort, clock: AudioClock): Running {
  return { stop: clock.each(carrier(port, port)) };
}

export interface Playing extends Running {
  /** True when the sound came to its end, false when it was stopped. Never rejects. */
  readonly done: Promise<boolean>;
}

/** Plays a source to a port, which is read and thrown away meanwhile; closes the source at the end. */
export function playTo(port: AudioPort, source: SoundSource, clock: AudioClock): Playing {
  let finish: (complete: boolean) => void = () => {};
  const converter = new Converter();
  const end = clock.each(() => {
    port.read();
    if (source.ended) {
      finish(true);
      return;
    }
    const frame = source.read();
    port.write(frame && converter.convert(frame, source.rate, port.rate));
  });
  const done = new Promise<boolean>((resolve) => {
    finish = (complete) => {
      end();
      source.close();
      resolve(complete);
    };
  });
  return { done, stop: () => finish(false) };
}
