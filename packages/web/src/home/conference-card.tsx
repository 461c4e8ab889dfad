import { Button, Card, Group, Text } from "@mantine/core";
import { IconLock, IconPhone, IconPlayerRecordFilled } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "wouter";
import { useTexts } from "../i18n/index.js";
import { useDial } from "../phone/index.js";
import { Name } from "../ui/name.js";
import { Person } from "../ui/person.js";
import { Quiet } from "../ui/quiet.js";
import { shownName } from "../ui/shown-name.js";
import classes from "./home.module.css";
import type { Joinable } from "./joined.js";
import { TEXTS } from "./texts.js";

/** Drawn anew only when its own conference changes. */
export const ConferenceCard = memo(function ConferenceCard({ conference, live }: Joinable) {
  const say = useTexts(TEXTS);
  const dial = useDial();
  const { number, name } = conference;
  const shown = shownName(name, number);
  return (
    <Card withBorder padding="md" component="article" aria-label={shown}>
      <Group gap="xs" wrap="nowrap">
        <Text fw={700} component="h2" className={classes["grow"] ?? ""}>
          <Name name={name} fallback={number} />
        </Text>
        <Signs live={live} />
      </Group>
      <Quiet>{say("number", { number })}</Quiet>
      <People live={live} />
      <Group gap="xs" mt="auto">
        <Button
          size="sm"
          flex={1}
          leftSection={<IconPhone size={16} />}
          aria-label={say("joinLabel", { name: shown })}
          onClick={() => dial(number, name)}
        >
          {say("join")}
        </Button>
        {live ? (
          <Button
            size="sm"
            variant="default"
            component={Link}
            href={`/live/${encodeURIComponent(live.id)}`}
            aria-label={say("openLabel", { name: shown })}
          >
            {say("open")}
          </Button>
        ) : null}
      </Group>
    </Card>
  );
});

function Signs({ live }: Pick<Joinable, "live">) {
  const say = useTexts(TEXTS);
  return (
    <>
      {live?.locked ? <IconLock size={18} role="img" aria-label={say("locked")} /> : null}
      {live?.recordings.some(({ status }) => status === "running") ? (
        <IconPlayerRecordFilled
          size={16}
          role="img"
          aria-label={say("recording")}
          className={classes["recording"] ?? ""}
        />
      ) : null}
    </>
  );
}

const PICTURED = 5;

function People({ live }: Pick<Joinable, "live">) {
  const say = useTexts(TEXTS);
  if (!live || live.members.length === 0)
    return <Quiet className={classes["people"] ?? ""}>{say("empty")}</Quiet>;
  const { members } = live;
  const talking = members.filter((member) => member.talking).length;
  const more = members.length - PICTURED;
  return (
    <div className={classes["people"]}>
      <Group gap={6} wrap="nowrap">
        {members.slice(0, PICTURED).map((member) => (
          <Person
            key={member.id}
            name={member.name}
            fallback={member.number}
            talking={member.talking}
            small
          />
        ))}
        {more > 0 ? <Quiet>{say("more", { count: more })}</Quiet> : null}
      </Group>
      <Quiet>
        {say("members", { count: members.length })}
        {talking > 0 ? ` · ${say("talking", { count: talking })}` : null}
      </Quiet>
    </div>
  );
}
