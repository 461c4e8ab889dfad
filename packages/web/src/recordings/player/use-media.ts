import { type RefObject, useEffect, useMemo, useState } from "react";

export interface Media {
  readonly paused: boolean;
  readonly failed: boolean;
  /** Seconds. */
  readonly position: number;
  /** Seconds; undefined until the browser has read that far. */
  readonly length: number | undefined;
  readonly volume: number;
  readonly muted: boolean;
  readonly rate: number;
}

const INITIAL: Media = {
  paused: true,
  failed: false,
  position: 0,
  length: undefined,
  volume: 1,
  muted: false,
  rate: 1,
};

const EVENTS = [
  "play",
  "pause",
  "ended",
  "timeupdate",
  "seeked",
  "durationchange",
  "volumechange",
  "ratechange",
  "error",
] as const;

const stateOf = (element: HTMLMediaElement): Media => ({
  paused: element.paused,
  failed: element.error !== null,
  position: element.currentTime,
  // A stream whose end is not known has an infinite one.
  length: Number.isFinite(element.duration) ? element.duration : undefined,
  volume: element.volume,
  muted: element.muted,
  rate: element.playbackRate,
});

export interface MediaCommands {
  toggle(): void;
  seek(seconds: number): void;
  /** Relative to where it is. */
  jump(seconds: number): void;
  setRate(rate: number): void;
  setVolume(volume: number): void;
  toggleMute(): void;
}

/**
 * What a media element does, as a value; the element itself stays the truth.
 * @param present whether there is one yet
 */
export function useMedia(
  ref: RefObject<HTMLMediaElement | null>,
  present: boolean,
): [Media, MediaCommands] {
  const [media, setMedia] = useState(INITIAL);
  useEffect(() => {
    const element = ref.current;
    if (!element || !present) return;
    const update = () => setMedia(stateOf(element));
    for (const event of EVENTS) element.addEventListener(event, update);
    return () => {
      for (const event of EVENTS) element.removeEventListener(event, update);
      // An element that is gone would go on loading, and playing.
      element.pause();
    };
  }, [ref, present]);
  const commands = useMemo(() => commandsOf(ref), [ref]);
  return [media, commands];
}

function commandsOf(ref: RefObject<HTMLMediaElement | null>): MediaCommands {
  const change = (act: (element: HTMLMediaElement) => void) => {
    if (ref.current) act(ref.current);
  };
  const seek = (element: HTMLMediaElement, seconds: number) => {
    const end = Number.isFinite(element.duration) ? element.duration : seconds;
    element.currentTime = Math.min(Math.max(0, seconds), end);
  };
  return {
    // Refused or interrupted: the element says so by its events.
    toggle: () => change((each) => (each.paused ? void each.play().catch(() => {}) : each.pause())),
    seek: (seconds) => change((each) => seek(each, seconds)),
    jump: (seconds) => change((each) => seek(each, each.currentTime + seconds)),
    setRate: (rate) =>
      change((each) => {
        each.playbackRate = rate;
      }),
    setVolume: (volume) =>
      change((each) => {
        each.volume = volume;
        each.muted = volume === 0;
      }),
    toggleMute: () =>
      change((each) => {
        each.muted = !each.muted;
      }),
  };
}
