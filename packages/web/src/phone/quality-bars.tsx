import { Tooltip } from "@mantine/core";
import { useLanguage, useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";

const BARS = [1, 2, 3, 4] as const;

/** How good the connection is: bars, and the figures for who wants them. */
export function QualityBars({ call }: { readonly call: string }) {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const quality = usePhoneView((view) => view.quality.get(call));
  if (!quality) return null;
  const { bars, lossPercent, jitterMs, roundTripMs } = quality;
  const milliseconds = new Intl.NumberFormat(language, {
    style: "unit",
    unit: "millisecond",
    maximumFractionDigits: 0,
  });
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  const detail = say("qualityDetail", {
    loss: percent.format(lossPercent / 100),
    jitter: milliseconds.format(jitterMs),
    roundTrip: roundTripMs === undefined ? say("unknown") : milliseconds.format(roundTripMs),
  });
  const text = `${say(`quality${bars}`)}: ${detail}`;
  return (
    <Tooltip label={text} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its text is shown on focus */}
      <span className={classes["bars"]} role="img" aria-label={text} tabIndex={0}>
        {BARS.map((bar) => (
          <span
            key={bar}
            className={classes["bar"]}
            data-on={bar <= bars || undefined}
            style={{ height: `${bar * 25}%` }}
          />
        ))}
      </span>
    </Tooltip>
  );
}
