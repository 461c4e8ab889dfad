import { Button, Group, Paper, Text } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { Link } from "wouter";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { Duration } from "../ui/duration.js";
import { Name } from "../ui/name.js";
import { shownName } from "../ui/shown-name.js";
import classes from "./home.module.css";
import { TEXTS } from "./texts.js";

/** The conferences I am in, wherever my phone stands. */
export function MyConferences() {
  const { id: me } = useMe();
  const conferences = useFeed(({ conferences }) => conferences);
  return [...conferences.values()]
    .filter(({ members }) => members.some(({ number }) => number === me))
    .map((conference) => <MyConference key={conference.id} conference={conference} me={me} />);
}

interface MyConferenceProps {
  readonly conference: LiveConferenceV2;
  readonly me: string;
}

function MyConference({ conference, me }: MyConferenceProps) {
  const say = useTexts(TEXTS);
  const { id, name, number = "", members } = conference;
  const joinedAt = members.find((member) => member.number === me)?.joinedAt;
  return (
    <Paper withBorder p="md" component="section" className={classes["mine"] ?? ""}>
      <Group justify="space-between" gap="sm">
        <div className={classes["grow"]}>
          <Text size="sm" component="div">
            {say("inConference")} {joinedAt ? <Duration since={joinedAt} /> : null}
          </Text>
          <Text fw={700} size="lg" component="h2">
            <Name name={name} fallback={number} />
          </Text>
        </div>
        <Button
          component={Link}
          href={`/live/${encodeURIComponent(id)}`}
          aria-label={say("openLabel", { name: shownName(name, number) })}
        >
          {say("open")}
        </Button>
      </Group>
    </Paper>
  );
}
