import { useEffect, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { levelOf } from "./level.js";
import { TEXTS } from "./texts.js";

const EVERY_MS = 80;

/** How loud a microphone is, moving. */
export function LevelMeter({ stream }: { readonly stream: MediaStream }) {
  const say = useTexts(TEXTS);
  const meter = useRef<HTMLMeterElement>(null);
  useEffect(() => {
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 2048 });
    context.createMediaStreamSource(stream).connect(analyser);
    void context.resume();
    const samples = new Float32Array(analyser.fftSize);
    // Past React: many times a second, and nothing else on the page changes with it.
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      if (meter.current) meter.current.value = levelOf(samples);
    }, EVERY_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  return (
    <meter
      ref={meter}
      className={classes["meter"]}
      min={0}
      max={1}
      value={0}
      aria-label={say("level")}
    />
  );
}
