import "./colours.css";
import classes from "./person.module.css";
import { initials } from "./shown-name.js";

export interface PersonProps {
  readonly name: string;
  readonly fallback?: string;
  readonly talking?: boolean;
  readonly small?: boolean;
}

/** Somebody's initials in a circle, with a ring while talking. A picture: what it says has to stand beside it as text. */
export function Person({ name, fallback = "?", talking = false, small = false }: PersonProps) {
  return (
    <span
      aria-hidden
      className={classes["person"]}
      data-talking={talking || undefined}
      data-small={small || undefined}
    >
      {initials(name, fallback)}
    </span>
  );
}
