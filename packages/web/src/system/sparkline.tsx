import classes from "./sparkline.module.css";
import { sparklinePath } from "./sparkline-path.js";

const BOX = { width: 300, height: 50, count: 60 };

/** A picture of the numbers beside it, which say the same to those who do not see it. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  return (
    <svg
      className={classes["sparkline"]}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path className={classes["line"]} d={sparklinePath(values, BOX)} />
    </svg>
  );
}
