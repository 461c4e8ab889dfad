const BAR = 2;
const GAP = 1;
/** A line stays where nobody speaks. */
const LOWEST = 0.03;

/** Draws bars around the middle, those that were played in the colour of the page. */
export function drawWaveform(
  canvas: HTMLCanvasElement,
  peaks: readonly number[],
  played: number,
  scheme: "light" | "dark",
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = window.devicePixelRatio;
  canvas.width = width * scale;
  canvas.height = height * scale;
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const done = style.getPropertyValue(`--mantine-color-teal-${scheme === "light" ? 8 : 5}`);
  const rest = style.getPropertyValue(`--mantine-color-gray-${scheme === "light" ? 5 : 7}`);
  const bars = Math.max(1, Math.floor(width / (BAR + GAP)));
  for (let bar = 0; bar < bars; bar += 1) {
    const tall = Math.max(LOWEST, highest(peaks, bar / bars, (bar + 1) / bars)) * height;
    context.fillStyle = bar / bars < played ? done : rest;
    context.fillRect(bar * (BAR + GAP), (height - tall) / 2, BAR, tall);
  }
}

function highest(peaks: readonly number[], from: number, to: number): number {
  const first = Math.floor(from * peaks.length);
  return Math.max(0, ...peaks.slice(first, Math.max(first + 1, Math.floor(to * peaks.length))));
}
