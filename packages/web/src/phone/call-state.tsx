import { Text } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";

/** How the call stands, in words; changes are read out. */
export function CallState({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const { state, end = "failed", held, remoteHeld, muted, listening } = call;
  const words = [
    state === "ended" ? say(`end ${end}`) : say(state),
    ...(state !== "active"
      ? []
      : [
          held ? say("held") : "",
          remoteHeld ? say("remoteHeld") : "",
          muted && !listening ? say("muted") : "",
          listening ? say("listening") : "",
        ]),
  ].filter((word) => word !== "");
  // Whoever is held is in no call for the moment.
  const shown = state === "active" && held ? words.slice(1) : words;
  return (
    <Text size="sm" component="div" role="status" aria-live="polite">
      {shown.join(" · ")}
    </Text>
  );
}
