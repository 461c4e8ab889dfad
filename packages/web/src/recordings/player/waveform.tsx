import { useComputedColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { type PointerEvent, useEffect, useRef } from "react";
import { drawWaveform } from "./draw-waveform.js";
import classes from "./waveform.module.css";

export interface WaveformProps {
  readonly peaks: readonly number[];
  /** How much has been played, from 0 to 1. */
  readonly played: number;
  readonly onSeek: (part: number) => void;
}

/** The shape of the sound, to point at; the slider below it says and does the same for keyboards and screen readers. */
export function Waveform({ peaks, played, onSeek }: WaveformProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme();
  useEffect(() => {
    if (canvas.current && width > 0) drawWaveform(canvas.current, peaks, played, scheme);
  }, [width, peaks, played, scheme]);
  const seek = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    onSeek(Math.min(1, Math.max(0, (event.clientX - left) / width)));
  };
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    seek(event);
  };
  return (
    <div ref={ref} aria-hidden="true">
      <canvas
        ref={canvas}
        className={classes["canvas"]}
        onPointerDown={begin}
        onPointerMove={seek}
      />
    </div>
  );
}
