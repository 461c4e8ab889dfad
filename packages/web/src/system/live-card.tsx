import { Group, Stack, Text } from "@mantine/core";
import type { SystemV2 } from "@parley/protocol/client";
import { useLanguage, useTexts } from "../i18n/index.js";
import { Card, Facts } from "./facts.js";
import { Sparkline } from "./sparkline.js";
import { TEXTS } from "./texts.js";

export function LiveCard({ system }: { readonly system: SystemV2 }) {
  const say = useTexts(TEXTS);
  const numbers = new Intl.NumberFormat(useLanguage(), { maximumFractionDigits: 1 });
  const { live, eventRate, eventsPerSecond = [] } = system;
  const most = Math.max(0, ...eventsPerSecond);
  return (
    <Card title={say("live")}>
      <Facts
        facts={[
          [say("liveConferences"), live.conferences],
          [say("members"), live.members],
          [say("registrations"), live.registrations],
        ]}
      />
      <Stack gap={4} mt="md">
        <Group justify="space-between">
          <Text c="dimmed">{say("events")}</Text>
          <Text>{say("eventRate", { rate: numbers.format(eventRate) })}</Text>
        </Group>
        <Sparkline values={eventsPerSecond} />
        <Text size="xs" c="dimmed">
          {say("eventRateHint", { most: numbers.format(most) })}
        </Text>
      </Stack>
    </Card>
  );
}
