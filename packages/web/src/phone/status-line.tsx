import { Group, Switch, Text } from "@mantine/core";
import { IconCircleFilled } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { usePhone, usePhoneStatus } from "./provider.js";
import { TEXTS } from "./texts.js";
import type { PhoneStatus } from "./types.js";

const COLOURS = {
  registered: "var(--mantine-color-green-filled)",
  connecting: "var(--mantine-color-yellow-filled)",
  failed: "var(--mantine-color-red-filled)",
  off: "var(--mantine-color-gray-filled)",
} as const;

function textOf(status: PhoneStatus) {
  if (status.state !== "failed") return status.state;
  if (status.reason === "refused") return "failedRefused";
  return status.reason === "no servers" ? "failedNoServers" : "failedUnreachable";
}

/** Whether calls reach this browser, and the switch that says whether they shall. */
export function StatusLine() {
  const say = useTexts(TEXTS);
  const status = usePhoneStatus();
  const { ask } = usePhone();
  return (
    <Group justify="space-between" gap="sm">
      <Group gap="xs" wrap="nowrap" miw={0}>
        <IconCircleFilled size={12} color={COLOURS[status.state]} aria-hidden />
        <Text role="status" aria-live="polite" data-state={status.state}>
          {say(textOf(status))}
        </Text>
      </Group>
      <Switch
        label={say("onHere")}
        checked={status.state !== "off"}
        onChange={({ currentTarget: { checked } }) =>
          ask((controller) => controller.switchOn(checked))
        }
      />
    </Group>
  );
}
