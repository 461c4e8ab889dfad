import type { RecordingDetailsV2 } from "@parley/protocol/client";
import type { ReactNode } from "react";
import { useTexts } from "../../i18n/index.js";
import { TroubleBadge, useActorText } from "../../recorded/index.js";
import { Name } from "../../ui/name.js";
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
  const { file, size, startedAt, startedBy, endedAt, status, members, convertedFrom, trouble } =
    details;
  const open = status === "finished" ? say("unknown") : say("endedLater");
  return (
    <dl className={classes["facts"]}>
      <Fact term={say("startedBy")}>
        {startedBy ? <Name name={who(startedBy)} /> : say("unknown")}
      </Fact>
      <Fact term={say("began")}>{formats.moment(startedAt)}</Fact>
      <Fact term={say("ended")}>{endedAt === undefined ? open : formats.moment(endedAt)}</Fact>
      <Ending details={details} />
      {members === undefined ? null : <Fact term={say("people")}>{members}</Fact>}
      <Fact term={say("file")}>
        <Name name={`${file}, ${formats.size(size)}`} />
      </Fact>
      {convertedFrom === undefined ? null : (
        <Fact term={say("convertedFrom")}>
          <Name name={convertedFrom} />
        </Fact>
      )}
      {trouble ? <TroubleBadge trouble={trouble} /> : null}
    </dl>
  );
}

function Ending({ details: { ending, stoppedBy } }: StoryFactsProps) {
  const say = useTexts(TEXTS);
  const who = useActorText();
  if (ending === undefined) return null;
  const text =
    ending === "stopped" && stoppedBy ? say("stoppedBy", { name: who(stoppedBy) }) : say(ending);
  return (
    <Fact term={say("ending")}>
      <Name name={text} />
    </Fact>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
