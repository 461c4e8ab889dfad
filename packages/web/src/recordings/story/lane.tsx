import type { MouseEvent } from "react";
import { useTexts } from "../../i18n/index.js";
import { formatDuration } from "../../ui/clock.js";
import { Name } from "../../ui/name.js";
import { shownName } from "../../ui/shown-name.js";
import classes from "./story.module.css";
import { TEXTS } from "./texts.js";
import type { Attendee, Span } from "./timeline.js";

export interface LaneProps {
  readonly attendee: Attendee;
  /** Seconds of the whole. */
  readonly length: number;
  readonly onSeek: ((seconds: number) => void) | undefined;
}

const shown = (seconds: number) => formatDuration(seconds * 1000);

/** One who was in it: the name, the times, and a bar for each stay. */
export function Lane({ attendee, length, onSeek }: LaneProps) {
  const say = useTexts(TEXTS);
  const { name, number, moderator, stays } = attendee;
  const times = stays.map(({ from, to }) => `${shown(from)}–${shown(to)}`).join(", ");
  return (
    <li>
      <div className={classes["who"]}>
        <Name name={name} fallback={number} />
        {moderator ? <span>{say("moderator")}</span> : null}
        <span className={classes["times"]}>{times}</span>
      </div>
      <div className={classes["track"]}>
        {length > 0
          ? stays.map((stay) => (
              <Stay
                key={stay.from}
                name={shownName(name, number)}
                stay={stay}
                length={length}
                onSeek={onSeek}
              />
            ))
          : null}
      </div>
    </li>
  );
}

interface StayProps extends Pick<LaneProps, "length" | "onSeek"> {
  readonly name: string;
  readonly stay: Span;
}

function Stay({ name, stay: { from, to }, length, onSeek }: StayProps) {
  const say = useTexts(TEXTS);
  const style = {
    // Whoever came at the very end is seen too.
    left: `min(${(from / length) * 100}%, 100% - 6px)`,
    width: `${((to - from) / length) * 100}%`,
  };
  if (!onSeek) return <span className={classes["stay"]} style={style} aria-hidden />;
  const seek = (event: MouseEvent<HTMLButtonElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    // A key has no place: it goes to the beginning, a pointer to where it points, as in the sound's shape above.
    const part = event.detail === 0 || width === 0 ? 0 : (event.clientX - left) / width;
    onSeek(from + Math.min(1, Math.max(0, part)) * (to - from));
  };
  return (
    <button
      type="button"
      className={classes["stay"]}
      style={style}
      aria-label={say("hearFrom", { name, from: shown(from), to: shown(to) })}
      onClick={seek}
    />
  );
}
