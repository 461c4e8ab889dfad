import type { RecordingDetailsV2 } from "@parley/protocol/client";
import { useTexts } from "../../i18n/index.js";
import { TroubleBadge, useActorText } from "../../recorded/index.js";
import { shownName } from "../../ui/shown-name.js";
import { useFormats } from "../formats.js";
import classes from "./story.module.css";
import { TEXTS } from "./texts.js";

interface StoryFactsProps {
  readonly details: RecordingDetailsV2;
}

/** Who began it, how it ended, what went wrong: what nobody hears. */
export function StoryFacts({ details }: StoryFactsProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const who = useActorText();
  const ended = useEnded();
  const { file, size, startedAt, startedBy, members, convertedFrom, trouble } = details;
  return (
    <dl className={classes["facts"]}>
      <Fact term={say("startedBy")}>{startedBy ? who(startedBy) : say("unknown")}</Fact>
      <Fact term={say("began")}>{formats.moment(startedAt)}</Fact>
      <Fact term={say("ended")}>{ended(details)}</Fact>
      {members === undefined ? null : <Fact term={say("people")}>{String(members)}</Fact>}
      <Fact term={say("file")}>{`${file}, ${formats.size(size)}`}</Fact>
      {convertedFrom === undefined ? null : (
        <Fact term={say("convertedFrom")}>{convertedFrom}</Fact>
      )}
      {trouble ? (
        <div>
          <dt>{say("trouble")}</dt>
          <dd>
            <TroubleBadge trouble={trouble} />
          </dd>
        </div>
      ) : null}
    </dl>
  );
}

/** When and why. */
function useEnded(): (details: RecordingDetailsV2) => string {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const who = useActorText();
  return ({ status, endedAt, ending, stoppedBy }) => {
    if (status !== "finished") return say("endedLater");
    const moment = endedAt === undefined ? say("unknown") : formats.moment(endedAt);
    if (ending === undefined) return moment;
    const by = ending === "stopped" && stoppedBy ? { name: who(stoppedBy) } : undefined;
    return say("at", { moment, ending: by ? say("stoppedBy", by) : say(ending) });
  };
}

function Fact({ term, children }: { readonly term: string; readonly children: string }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>
        <bdi>{shownName(children, "–")}</bdi>
      </dd>
    </div>
  );
}
