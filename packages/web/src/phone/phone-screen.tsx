import { Grid, Stack } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { Page } from "../ui/page.js";
import { DeviceSettings } from "./device-settings.js";
import { DialForm } from "./dial-form.js";
import { HistoryList } from "./history-list.js";
import { NotificationSetting } from "./notification-setting.js";
import { StatusLine } from "./status-line.js";
import { TEXTS } from "./texts.js";

/** Dials, remembers, and lets one choose and try devices. */
export default function PhoneScreen() {
  const say = useTexts(TEXTS);
  return (
    <Page title={say("title")}>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Stack gap="lg">
            <StatusLine />
            <DialForm />
            <DeviceSettings />
            <NotificationSetting />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <HistoryList />
        </Grid.Col>
      </Grid>
    </Page>
  );
}
