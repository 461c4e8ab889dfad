import { useEffect } from "react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";

export const canNotify = (): boolean => "Notification" in globalThis;

/** Tells of a call on the desktop while the page is not looked at, for as long as it rings. */
export function useNotification({ id, name, number }: Call): void {
  const say = useTexts(TEXTS);
  const title = say("incoming");
  useEffect(() => {
    const watched = document.visibilityState === "visible" && document.hasFocus();
    if (watched || !canNotify() || Notification.permission !== "granted") return;
    try {
      const note = new Notification(title, {
        body: name ? `${name} (${number})` : number,
        tag: `parley-call-${id}`,
        icon: "/parley.svg",
        requireInteraction: true,
      });
      note.onclick = () => {
        window.focus();
        note.close();
      };
      return () => note.close();
    } catch {
      // Chromium on Android lets only service workers notify; the page still rings.
      return;
    }
  }, [id, title, name, number]);
}
