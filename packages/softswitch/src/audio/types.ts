/** Milliseconds of one frame everywhere in the switch. */
export const FRAME_MS = 20;

/**
 * 20 ms of 16-bit linear mono: `rate / 50` samples. Whoever gets one must neither change nor keep it after the tick.
 * What is written to a port is never filled with other sound later, so what was made of it (an encoded packet) may be
 * remembered by the object: all silent listeners of a room get the same one.
 */
export type Frame = Int16Array;

/** Samples of one frame. */
export const frameSize = (rate: number): number => Math.trunc((rate * FRAME_MS) / 1000);

/** Where sound goes in and out, one frame each per tick of the clock. */
export interface AudioPort {
  /** Samples per second, both ways: 8000, 16000, 32000 or 48000. May change when a call agrees on another codec. */
  readonly rate: number;
  /** What came in, 20 ms of it; undefined where there is nothing (silence, nothing received yet). */
  read(): Frame | undefined;
  /** What is to go out; undefined for silence. */
  write(frame: Frame | undefined): void;
}
