import { useEffect } from "react";
import { currentCall } from "./calls.js";
import { usePhone } from "./provider.js";

/** Asks a call card for the question whether to hang up. */
export const HANG_UP_ASKED = "parley-hang-up";

const TYPING = "input, textarea, select, [contenteditable]";

/** M mutes and H asks to hang up, unless somebody types. */
export function useShortcuts(): void {
  const phone = usePhone();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key, ctrlKey, altKey, metaKey, repeat } = event;
      if (ctrlKey || altKey || metaKey || repeat || event.defaultPrevented) return;
      if (target instanceof Element && target.closest(TYPING)) return;
      const call = currentCall(phone.store.getState().calls);
      if (!call) return;
      const pressed = key.toLowerCase();
      if (pressed === "m" && call.state === "active")
        phone.ask(({ desk }) => desk.mute(call.id, !call.muted));
      else if (pressed === "h") dispatchEvent(new CustomEvent(HANG_UP_ASKED, { detail: call.id }));
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [phone]);
}
