import { useEffect, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { levelOf } from "./level.js";
import { TEXTS } from "./texts.js";

const EVERY_MS = 80;

/** How loud a microphone is, moving. */
export function LevelMeter({ stream }: { readonly stream: MediaStream }) {
  const say = useTexts(TEXTS);
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(stream).connect(analyser);
    void context.resume();
    const samples = new Float32Array(analyser.fftSize);
    // Past React: many times a second, and nothing else on the page changes with it.
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = levelOf(samples);
      if (bar.current) bar.current.style.transform = `scaleX(${level})`;
      meter.current?.setAttribute("aria-valuenow", String(Math.round(level * 100)));
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  return (
    <div
      ref={meter}
      className={classes["meter"]}
      style={{ flex: 1 }}
      role="meter"
      aria-label={say("level")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div ref={bar} className={classes["level"]} style={{ transform: "scaleX(0)" }} />
    </div>
  );
}
