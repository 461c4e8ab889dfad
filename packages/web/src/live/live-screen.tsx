import { Button, Skeleton } from "@mantine/core";
import { IconPhoneOff } from "@tabler/icons-react";
import { Link, useParams } from "wouter";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { Empty } from "../ui/empty.js";
import { Page } from "../ui/page.js";
import { ConferenceProvider } from "./conference-context.js";
import { ConferenceView } from "./conference-view.js";
import { TEXTS } from "./texts.js";

export default function LiveScreen() {
  const { id = "" } = useParams<{ id: string }>();
  const conference = useFeed(({ conferences }) => conferences.get(id));
  const known = useFeed(({ epoch }) => epoch !== undefined);
  if (!known) return <Skeleton h={300} />;
  if (!conference) return <Over />;
  return (
    <ConferenceProvider key={id} id={id}>
      <ConferenceView conference={conference} />
    </ConferenceProvider>
  );
}

function Over() {
  const say = useTexts(TEXTS);
  return (
    <Page title={say("over")}>
      <Empty
        icon={IconPhoneOff}
        title={say("over")}
        text={say("overText")}
        action={
          <Button component={Link} href="/" variant="default">
            {say("home")}
          </Button>
        }
      />
    </Page>
  );
}
