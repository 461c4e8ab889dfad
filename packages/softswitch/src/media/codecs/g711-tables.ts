/** The segment of a magnitude: the place of its highest bit, counted from `lowest`, 7 at most. */
function segmentOf(magnitude: number, lowest: number): number {
  let segment = 0;
  while (segment < 7 && magnitude >> (segment + lowest) > 0) segment += 1;
  return segment;
}

/** 14-bit uniform PCM is scaled to 16 bits; 33 of the 14-bit scale is G.711's bias, 132 here. */
const MU_BIAS = 132;
const MU_CLIP = 32_635;

function muLawFromLinear(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(sample < 0 ? -sample : sample, MU_CLIP) + MU_BIAS;
  const segment = segmentOf(magnitude, 8);
  const mantissa = (magnitude >> (segment + 3)) & 0x0f;
  // G.711 inverts all bits of the character on the line.
  return ~(sign | (segment << 4) | mantissa) & 0xff;
}

function muLawToLinear(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + MU_BIAS) << ((bits & 0x70) >> 4);
  return bits & 0x80 ? MU_BIAS - magnitude : magnitude - MU_BIAS;
}

/** G.711 inverts the even bits of A-law. */
const A_INVERSION = 0x55;

function aLawFromLinear(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  // Of negative samples the one's complement: A-law has no zero, so -1 belongs to the same step as 0.
  const magnitude = sample < 0 ? ~sample : sample;
  const segment = segmentOf(magnitude, 8);
  const mantissa = (magnitude >> (segment < 2 ? 4 : segment + 3)) & 0x0f;
  return (sign | (segment << 4) | mantissa) ^ A_INVERSION;
}

function aLawToLinear(code: number): number {
  const bits = code ^ A_INVERSION;
  const segment = (bits & 0x70) >> 4;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

/** A law as two tables: a byte for each 16-bit sample (index: the sample's bits), a sample for each byte. */
export interface CompandingLaw {
  readonly encode: Uint8Array;
  readonly decode: Int16Array;
}

function tabulate(
  fromLinear: (sample: number) => number,
  toLinear: (code: number) => number,
): CompandingLaw {
  const encode = new Uint8Array(65_536);
  for (let bits = 0; bits < 65_536; bits += 1) encode[bits] = fromLinear((bits << 16) >> 16);
  return { encode, decode: Int16Array.from({ length: 256 }, (_, code) => toLinear(code)) };
}

let muLaw: CompandingLaw | undefined;
let aLaw: CompandingLaw | undefined;

/** PCMU's tables, computed when first asked for. */
export function muLawTables(): CompandingLaw {
  muLaw ??= tabulate(muLawFromLinear, muLawToLinear);
  return muLaw;
}

/** PCMA's tables, computed when first asked for. */
export function aLawTables(): CompandingLaw {
  aLaw ??= tabulate(aLawFromLinear, aLawToLinear);
  return aLaw;
}
