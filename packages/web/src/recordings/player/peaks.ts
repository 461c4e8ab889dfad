/**
 * The loudest moment of each of `count` equal parts of a sound, from 0 to 1; the loudest of all is 1, so that quiet
 * recordings have a shape too. Silence stays 0.
 */
export function peaksOf(channels: readonly Float32Array[], count: number): number[] {
  const length = channels[0]?.length ?? 0;
  const peaks = Array.from({ length: count }, (_, part) => {
    const first = Math.floor((part * length) / count);
    const end = Math.max(first + 1, Math.floor(((part + 1) * length) / count));
    return loudest(channels, first, Math.min(end, length));
  });
  const top = peaks.reduce((most, peak) => Math.max(most, peak), 0);
  return top === 0 ? peaks : peaks.map((peak) => peak / top);
}

function loudest(channels: readonly Float32Array[], first: number, end: number): number {
  let most = 0;
  for (const samples of channels)
    for (let at = first; at < end; at += 1) {
      const level = Math.abs(samples[at] ?? 0);
      if (level > most) most = level;
    }
  return most;
}
