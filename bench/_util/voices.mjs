// What the phones of a benchmark say: one second of a tone and of silence, coded beforehand, as packets of 20 ms.
import { createTone } from "../../packages/softswitch/dist/audio/index.js";
import { createCodec } from "../../packages/softswitch/dist/media/codecs/index.js";

const PACKETS = 50;
const AMPLITUDE = 6000;

/** Who speaks changes every three seconds: three of a room at once. */
export const TURN_MS = 3000;
export const SPEAKERS = 3;

export async function sayings(name, hertz) {
  const codec = await createCodec(name);
  const coded = (next) => Array.from({ length: PACKETS }, () => Buffer.from(codec.encode(next())));
  return {
    tone: coded(createTone(codec.rate, [hertz], AMPLITUDE)),
    silence: coded(() => new Int16Array(codec.rate / 50)),
  };
}

/** Whether the member at a seat of a room with so many seats has its turn now. */
export function speaks(seat, seats, elapsedMs) {
  const first = (Math.floor(elapsedMs / TURN_MS) * SPEAKERS) % seats;
  return (seat - first + seats) % seats < Math.min(SPEAKERS, Math.ceil(seats / 2));
}

/** Calls `tick` every 20 ms, without drifting; gives what stops it. */
export function every20ms(tick) {
  let due = performance.now() + 20;
  let timer;
  const wake = () => {
    for (; due <= performance.now(); due += 20) tick();
    timer = setTimeout(wake, Math.max(0, due - performance.now()));
  };
  timer = setTimeout(wake, 20);
  return () => clearTimeout(timer);
}

/** Counts the packets of one stream by their sequence numbers. */
export class Received {
  packets = 0;
  #expected = 0;
  #last;

  take(sequence) {
    this.packets += 1;
    const step = (sequence - (this.#last ?? sequence - 1)) & 0xffff;
    if (step >= 0x8000) return;
    this.#expected += step;
    this.#last = sequence;
  }

  get lost() {
    return Math.max(0, this.#expected - this.packets);
  }
}

/** Answers the parent's questions and leaves when told to, or when the parent is gone. */
export function serveParent(stats, leave) {
  process.on("message", async (word) => {
    if (word === "stats") process.send(stats());
    else if (word === "leave") {
      await leave();
      process.exit(0);
    }
  });
  process.once("disconnect", () => process.exit(0));
}
