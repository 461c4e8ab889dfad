import { IconPlayerPauseFilled } from "@tabler/icons-react";
import { useTexts } from "../../i18n/index.js";
import { useActorText } from "../../recorded/index.js";
import { formatDuration } from "../../ui/clock.js";
import { Name } from "../../ui/name.js";
import classes from "./story.module.css";
import { TEXTS } from "./texts.js";
import type { Pause, Timeline } from "./timeline.js";

const shown = (seconds: number) => formatDuration(seconds * 1000);

/** What is not in the sound, and where. */
export function Pauses({ pauses }: Pick<Timeline, "pauses">) {
  const say = useTexts(TEXTS);
  const text = usePauseText();
  if (pauses.length === 0) return null;
  return (
    <ul className={classes["pauses"]} aria-label={say("pauses")}>
      {pauses.map((pause) => (
        <li key={`${pause.at} ${pause.lasted}`}>
          <IconPlayerPauseFilled size={10} aria-hidden />
          <Name name={text(pause)} />
        </li>
      ))}
    </ul>
  );
}

function usePauseText(): (pause: Pause) => string {
  const say = useTexts(TEXTS);
  const who = useActorText();
  return ({ at, lasted, by }) => {
    const values = { at: shown(at), ...(by ? { name: who(by) } : {}) };
    if (lasted === undefined) return say(by ? "pausedSinceBy" : "pausedSince", values);
    return say(by ? "pausedBy" : "paused", { ...values, lasted: shown(lasted) });
  };
}
