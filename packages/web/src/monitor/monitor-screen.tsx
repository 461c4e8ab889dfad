import { Tabs } from "@mantine/core";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { useMay } from "../session/index.js";
import { Page } from "../ui/page.js";
import { ConferencesTable } from "./conferences-table.js";
import { RegistrationsTable } from "./registrations-table.js";
import { TEXTS } from "./texts.js";
import { TITLE } from "./title-text.js";

export default function MonitorScreen() {
  const say = useTexts(TEXTS);
  const title = useTexts(TITLE)("title");
  const may = useMay();
  const conferences = useFeed((feed) => feed.conferences.size);
  const registrations = useFeed((feed) => feed.registrations.size);
  const watchesPhones = may("registrations.watch");
  return (
    <Page title={title}>
      <Tabs defaultValue="conferences" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="conferences">
            {say("tab", { name: say("conferences"), count: conferences })}
          </Tabs.Tab>
          {watchesPhones ? (
            <Tabs.Tab value="registrations">
              {say("tab", { name: say("registrations"), count: registrations })}
            </Tabs.Tab>
          ) : null}
        </Tabs.List>
        <Tabs.Panel value="conferences">
          <ConferencesTable />
        </Tabs.Panel>
        {watchesPhones ? (
          <Tabs.Panel value="registrations">
            <RegistrationsTable />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </Page>
  );
}
