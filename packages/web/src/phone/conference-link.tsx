import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { TEXTS } from "./texts.js";
import type { Call } from "./types.js";

/** From the call to the live view of the conference one is in. */
export function ConferenceLink({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const { id: own } = useMe();
  const live = useFeed(({ conferences }) =>
    [...conferences.values()].find(
      ({ number, name, members }) =>
        (number ?? name) === call.number && members.some((member) => member.number === own),
    ),
  );
  if (!live || call.state !== "active") return null;
  return (
    <Anchor component={Link} href={`/live/${encodeURIComponent(live.id)}`} size="sm">
      {say("conference")} ({live.members.length})
    </Anchor>
  );
}
