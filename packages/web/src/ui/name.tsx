import classes from "./name.module.css";
import { shownName } from "./shown-name.js";

export interface NameProps {
  readonly name: string;
  /** Shown for a name that nobody could see; a number, say. */
  readonly fallback?: string;
  readonly className?: string;
}

/**
 * A name that somebody else chose: always text, cut off with the whole of it as its title, and its writing direction
 * kept to itself.
 */
export function Name({ name, fallback = "–", className }: NameProps) {
  const shown = shownName(name, fallback);
  return (
    <span className={`${classes["name"]} ${className ?? ""}`} title={shown}>
      <bdi>{shown}</bdi>
    </span>
  );
}
