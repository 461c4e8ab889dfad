import { Alert, Button, SimpleGrid, Skeleton } from "@mantine/core";
import { BASE_V2 } from "@parley/protocol/client";
import { IconExternalLink } from "@tabler/icons-react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { useMay, useMe } from "../session/index.js";
import { Page } from "../ui/page.js";
import { ArchiveCard } from "./archive/index.js";
import { ConfigurationCard } from "./configuration-card.js";
import { Console } from "./console.js";
import { EventLog } from "./event-log.js";
import { LiveCard } from "./live-card.js";
import { ServerCard } from "./server-card.js";
import { StorageCard } from "./storage/index.js";
import { SwitchCard } from "./switch-card.js";
import { TEXTS } from "./texts.js";
import { useSystem } from "./use-system.js";

export default function SystemScreen() {
  const say = useTexts(TEXTS);
  const me = useMe();
  const may = useMay();
  const problemText = useProblemText();
  const { data, error } = useSystem();
  const documentation = (
    <Button
      component="a"
      href={`${BASE_V2}/docs`}
      target="_blank"
      rel="noreferrer"
      variant="default"
      rightSection={<IconExternalLink size={16} />}
    >
      {say("documentation")}
    </Button>
  );
  return (
    <Page title={say("title")} actions={documentation}>
      {error ? (
        <Alert color="red" role="alert">
          {problemText(error)}
        </Alert>
      ) : null}
      {data ? (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <SwitchCard state={data.switch} />
          <LiveCard system={data} />
          <ConfigurationCard state={data.configuration} />
          <ServerCard state={data.server} />
        </SimpleGrid>
      ) : error ? null : (
        <Skeleton h={320} />
      )}
      <StorageCard />
      {may("archive.use") ? <ArchiveCard /> : null}
      <EventLog />
      {me.console ? <Console /> : null}
    </Page>
  );
}
