import { Button, Group, Paper, Text } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { usePhone, usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";

/** Says that a reload has ended a call, and brings it back with one click. */
export function LostCalls() {
  const say = useTexts(TEXTS);
  const phone = usePhone();
  const lost = usePhoneView((view) => view.lost);
  const forget = () => phone.ask((controller) => controller.forgetLost());
  return (
    <div role="status" aria-live="polite">
      {lost.map(({ number, name, video }) => (
        <Paper
          key={number}
          withBorder
          shadow="md"
          p="sm"
          className={`${classes["card"]} ${classes["warning"]}`}
        >
          <Text size="sm">{say("lost", { name: name || number })}</Text>
          <Group gap="xs" mt="xs">
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => {
                forget();
                phone.dial(number, name, { video });
              }}
            >
              {say("again")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={forget}>
              {say("dismiss")}
            </Button>
          </Group>
        </Paper>
      ))}
    </div>
  );
}
