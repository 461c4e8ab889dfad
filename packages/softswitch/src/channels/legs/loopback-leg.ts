import type { AudioPort, Frame } from "../../audio/index.js";
import { type Codec, linear } from "./codecs.js";
import type {
  Agreement,
  CallFacts,
  Leg,
  LegListener,
  OutgoingLeg,
  OutgoingListener,
  Values,
} from "./leg.js";

const RATE = 8000;
const CODEC: Codec = { ...linear(RATE), sdpRate: RATE };
/** What the other half has not read by then is old. */
const MOST_FRAMES = 5;

/** Frames that wait for the other half. */
class Frames {
  #frames: (Frame | undefined)[] = [];

  put(frame: Frame | undefined): void {
    // Frames are only lent for a tick.
    this.#frames.push(frame && Int16Array.from(frame));
    if (this.#frames.length > MOST_FRAMES) this.#frames.shift();
  }

  take(): Frame | undefined {
    return this.#frames.shift();
  }
}

const port = (from: Frames, to: Frames): AudioPort => ({
  rate: RATE,
  read: () => from.take(),
  write: (frame) => to.put(frame),
});

/** One half of a call of the switch to itself (mod_loopback): what one half is told, the other hears. */
class Half implements Leg {
  readonly endpoint = "loopback";
  readonly video = undefined;
  readonly hasVideo = false;
  listener: LegListener | undefined;
  other: Half | undefined;
  ended = false;

  constructor(readonly audio: AudioPort) {}

  firstVariables({ uuid, serial, name }: CallFacts): Values {
    return [
      ["direction", "inbound"],
      ["uuid", uuid],
      ["session_id", String(serial)],
      ["channel_name", name],
      ["is_loopback", "1"],
    ];
  }

  userVariables(): Values {
    return [];
  }

  requestVariables(): Values {
    return [];
  }

  agree(): Agreement {
    return { codec: CODEC, variables: [] };
  }

  ring(): void {}

  early(): Values {
    return [];
  }

  answer(): Values {
    return [];
  }

  end(cause: string): Values {
    if (this.ended) return [];
    this.ended = true;
    if (this.other && !this.other.ended) this.other.listener?.ended(cause, [], []);
    return [];
  }

  close(): void {
    this.ended = true;
  }

  mediaRecord(): Values {
    return [];
  }

  sendDtmf(digits: string, durationMs = 250): void {
    for (const digit of digits) this.other?.listener?.digit(digit, "RTP", durationMs * 8);
  }

  async hold(): Promise<boolean> {
    return true;
  }
}

/** The half that was called: a caller to the dialplan. */
class CalledHalf extends Half {
  constructor(
    audio: AudioPort,
    readonly a: CallingHalf,
  ) {
    super(audio);
  }

  override ring(): void {
    this.a.outgoing?.ringing([]);
  }

  override early(): Values {
    this.a.outgoing?.early(this.agree());
    return [];
  }

  override answer(): Values {
    this.a.outgoing?.answered(this.agree());
    return [];
  }
}

/** The half that dials. */
class CallingHalf extends Half implements OutgoingLeg {
  readonly networkAddress = "";
  outgoing: OutgoingListener | undefined;
  start: (() => void) | undefined;

  async prepare({ uuid, serial, name }: CallFacts): Promise<Values> {
    return [
      ["direction", "outbound"],
      ["is_outbound", "true"],
      ["uuid", uuid],
      ["session_id", String(serial)],
      ["channel_name", name],
      ["is_loopback", "1"],
    ];
  }

  dial(): void {
    this.start?.();
  }
}

/** The two halves. `start` puts the called one on its way when the other is dialled. */
export function loopback(start: (called: Leg) => void): OutgoingLeg {
  const there = new Frames();
  const back = new Frames();
  const calling = new CallingHalf(port(back, there));
  const called = new CalledHalf(port(there, back), calling);
  calling.other = called;
  called.other = calling;
  calling.start = () => start(called);
  return calling;
}
