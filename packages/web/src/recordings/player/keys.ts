import type { KeyboardEvent } from "react";
import type { MediaCommands } from "./use-media.js";

const JUMP_S = 10;

/** Elements that take these keys for themselves. */
const OWN = "button, a, input, select, textarea, [role=slider], [role=radio]";

/** The keys that work wherever the focus is in the player. */
export function onPlayerKey(
  event: KeyboardEvent<HTMLElement>,
  commands: MediaCommands,
  close: () => void,
): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  // Menus and dialogs tell their keys to us too, though they lie elsewhere in the page.
  if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
  const own = event.target instanceof Element && event.target.closest(OWN) !== null;
  const act = {
    " ": own ? undefined : commands.toggle,
    k: commands.toggle,
    j: () => commands.jump(-JUMP_S),
    l: () => commands.jump(JUMP_S),
    m: commands.toggleMute,
    Escape: close,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
