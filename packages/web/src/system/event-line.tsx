import type { SystemEvent } from "@parley/protocol/client";
import { type CSSProperties, memo } from "react";
import { useLanguage } from "../i18n/index.js";
import { colourOf } from "./event-lines.js";
import classes from "./event-log.module.css";

/** Events come by the hundred; a line is drawn once. */
export const EventLine = memo(function EventLine({ event }: { readonly event: SystemEvent }) {
  const language = useLanguage();
  const { at, name, subject, summary } = event;
  const colour = { "--event-colour": `var(--mantine-color-${colourOf(name)}-6)` } as CSSProperties;
  return (
    <div className={classes["line"]}>
      <time className={classes["time"]} dateTime={at}>
        {new Date(at).toLocaleTimeString(language)}
      </time>
      <span className={classes["name"]} style={colour}>
        {name}
      </span>
      <bdi>{subject}</bdi>
      <bdi>{summary}</bdi>
    </div>
  );
});
