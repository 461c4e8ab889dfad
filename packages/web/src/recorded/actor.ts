import type { RecordingActor } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import { shownName } from "../ui/shown-name.js";
import { TEXTS } from "./texts.js";

/** Who did something to a recording, as people would say it. */
export function useActorText(): (actor: RecordingActor) => string {
  const say = useTexts(TEXTS);
  return (actor) => {
    switch (actor.kind) {
      case "user":
        return shownName(actor.name, actor.id);
      case "member":
        return shownName(actor.name, actor.number);
      default:
        return say(actor.kind);
    }
  };
}
