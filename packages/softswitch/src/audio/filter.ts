/** The polyphase branches of a low-pass filter that takes one rate to another. */
export interface Branches {
  readonly up: number;
  readonly down: number;
  /** Taps of one branch, a multiple of four. */
  readonly taps: number;
  /** `up` branches one after the other, each in the order of the input. */
  readonly coefficients: Float64Array;
}

/** Taps per branch at the lower of both rates; with the window below the stop band is 50 dB down. */
const WIDTH = 32;
const KAISER_BETA = 4.55;
/** Middle of the transition band, as a part of the lower rate: the pass band ends at 0.415 of it, the stop band begins at 0.505. */
const CUT = 0.46;

const known = new Map<string, Branches>();

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Modified Bessel function of order 0, by its power series. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** A Kaiser-windowed sinc at `up` times the input's rate. */
function prototype(length: number, cut: number): Float64Array {
  const middle = (length - 1) / 2;
  const peak = bessel(KAISER_BETA);
  return Float64Array.from({ length }, (_, at) => {
    const away = (at - middle) / middle;
    const window = bessel(KAISER_BETA * Math.sqrt(Math.max(0, 1 - away * away))) / peak;
    return window * sinc(2 * cut * (at - middle));
  });
}

function design(from: number, to: number): Branches {
  const common = gcd(from, to);
  const up = to / common;
  const down = from / common;
  const taps = 4 * Math.ceil((WIDTH * Math.max(1, down / up)) / 4);
  const whole = prototype(taps * up, (CUT * Math.min(from, to)) / (from * up));
  const coefficients = new Float64Array(taps * up);
  for (let branch = 0; branch < up; branch += 1) {
    let sum = 0;
    for (let q = 0; q < taps; q += 1) sum += whole[branch + q * up] ?? 0;
    // Every branch passes a constant unchanged, so that none of them hums.
    for (let q = 0; q < taps; q += 1) {
      coefficients[branch * taps + taps - 1 - q] = (whole[branch + q * up] ?? 0) / sum;
    }
  }
  return { up, down, taps, coefficients };
}

/** The filter between two rates; made once. */
export function branchesOf(from: number, to: number): Branches {
  const key = `${from} ${to}`;
  const found = known.get(key) ?? design(from, to);
  known.set(key, found);
  return found;
}
