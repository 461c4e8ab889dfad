import { ScrollArea, Text } from "@mantine/core";
import { memo } from "react";
import { useTexts } from "../../i18n/index.js";
import { Lane } from "./lane.js";
import classes from "./story.module.css";
import { TEXTS } from "./texts.js";
import type { Timeline } from "./timeline.js";

export interface LanesProps {
  readonly timeline: Timeline;
  /** How much has been played, from 0 to 1; undefined where there is nothing to play. */
  readonly played: number | undefined;
  /** Absent: it can only be looked at. */
  readonly onSeek?: ((seconds: number) => void) | undefined;
}

/** Who was in it when, as bars that stand exactly below the shape of the sound. */
export function Lanes({ timeline, played, onSeek }: LanesProps) {
  const say = useTexts(TEXTS);
  const { attendees, pauses, length } = timeline;
  if (attendees.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {say("noAttendance")}
      </Text>
    );
  return (
    // Its bars lie over the lanes: they take no width from them.
    <ScrollArea.Autosize
      mah="min(28dvh, 15rem)"
      type="auto"
      scrollbars="y"
      // Mantine's is as wide as the longest name.
      styles={{ content: { display: "block", minWidth: 0 } }}
      viewportProps={{ tabIndex: 0, role: "group", "aria-label": say("attendance") }}
    >
      <div className={classes["lanes"]}>
        {length > 0
          ? pauses.map(({ at, lasted }) => (
              <span
                key={`${at} ${lasted}`}
                aria-hidden
                className={classes["pause"]}
                style={{ left: `${(at / length) * 100}%` }}
              />
            ))
          : null}
        {played === undefined ? null : (
          <span
            aria-hidden
            className={classes["head"]}
            style={{ left: `${Math.min(1, played) * 100}%` }}
          />
        )}
        <All timeline={timeline} onSeek={onSeek} />
      </div>
    </ScrollArea.Autosize>
  );
}

/** Drawn anew when the story changes, not with every step of the sound. */
const All = memo(function All({ timeline, onSeek }: Omit<LanesProps, "played">) {
  const say = useTexts(TEXTS);
  return (
    <ul className={classes["lanes"]} aria-label={say("attendance")}>
      {timeline.attendees.map((attendee) => (
        <Lane
          key={`${attendee.number} ${attendee.name}`}
          attendee={attendee}
          length={timeline.length}
          onSeek={onSeek}
        />
      ))}
    </ul>
  );
});
