import { VisuallyHidden } from "@mantine/core";
import { useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import classes from "./meter.module.css";
import { TEXTS } from "./texts.js";

/** Bytes. */
export interface MeterProps {
  readonly size: number;
  readonly free: number;
  readonly capacity: number;
  readonly kept: number;
}

const percent = (part: number, whole: number): string =>
  `${whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0}%`;

/** How much of the disk is taken, by recordings and by all else, and how much of it stays free. */
export function Meter({ size, free, capacity, kept }: MeterProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const used = Math.max(0, capacity - free);
  const recorded = Math.min(size, used);
  const text = say("usedOf", {
    used: formats.size(used),
    capacity: formats.size(capacity),
    size: formats.size(size),
  });
  return (
    <>
      <VisuallyHidden>
        <meter aria-label={say("used")} aria-valuetext={text} max={capacity} value={used} />
      </VisuallyHidden>
      {/* The browser's own has one part only. */}
      <div className={classes["meter"]} title={text} aria-hidden>
        <span className={classes["recorded"]} style={{ width: percent(recorded, capacity) }} />
        <span className={classes["other"]} style={{ width: percent(used - recorded, capacity) }} />
        <span className={classes["kept"]} style={{ width: percent(kept, capacity) }} />
      </div>
      <ul className={classes["legend"]} aria-hidden>
        <li data-of="recorded">{say("legendRecordings")}</li>
        <li data-of="other">{say("legendOther")}</li>
        {kept > 0 ? <li data-of="kept">{say("legendKept")}</li> : null}
      </ul>
    </>
  );
}
