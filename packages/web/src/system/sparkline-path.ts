export interface Box {
  readonly width: number;
  readonly height: number;
  /** How many values fill the width; fewer stand at its right end. */
  readonly count: number;
}

/** A line through the values, newest at the right, as an SVG path; the highest reaches the top, 0 lies at the bottom. */
export function sparklinePath(values: readonly number[], { width, height, count }: Box): string {
  const shown = values.slice(-count);
  const top = Math.max(1, ...shown);
  const step = width / Math.max(1, count - 1);
  const from = width - (shown.length - 1) * step;
  return shown
    .map((value, index) => {
      const at = `${round(from + index * step)} ${round(height * (1 - value / top))}`;
      return index === 0 ? `M${at}` : `L${at}`;
    })
    .join("");
}

const round = (value: number): number => Math.round(value * 10) / 10;
