import { useElementSize } from "@mantine/hooks";
import { useLayoutEffect } from "react";
import { useTexts } from "../i18n/index.js";
import { CallCard } from "./call-card.js";
import { isIncoming } from "./calls.js";
import classes from "./dock.module.css";
import { IncomingCall } from "./incoming-call.js";
import { LostCalls } from "./lost-calls-card.js";
import { useCalls } from "./provider.js";
import { TEXTS } from "./texts.js";
import { TroubleNote } from "./trouble-note.js";
import { useShortcuts } from "./use-shortcuts.js";

/** Stands over every screen while there is a call; the page below grows by its height. */
export default function DockView() {
  const say = useTexts(TEXTS);
  const calls = useCalls();
  const { ref, height } = useElementSize();
  useShortcuts();
  useDockHeight(Math.ceil(height) + 24);
  return (
    <>
      <div className={classes["spacer"]} />
      <section className={classes["dock"]} aria-label={say("calls")} ref={ref}>
        <LostCalls />
        <TroubleNote />
        {calls.map((call) =>
          isIncoming(call) ? (
            <IncomingCall key={call.id} call={call} />
          ) : (
            <CallCard key={call.id} call={call} />
          ),
        )}
      </section>
    </>
  );
}

/** Screens that fill the window leave this much of it free. */
function useDockHeight(pixels: number): void {
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--dock-height", `${pixels}px`);
    return () => {
      style.removeProperty("--dock-height");
    };
  }, [pixels]);
}
