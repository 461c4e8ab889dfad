import { Group, Text } from "@mantine/core";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { usePhoneStatus } from "../phone/index.js";
import { useMe } from "../session/index.js";
import { Quiet } from "../ui/quiet.js";
import classes from "./home.module.css";
import { TEXTS } from "./texts.js";

/** How others reach me. */
export function MyPhone() {
  const say = useTexts(TEXTS);
  const { id } = useMe();
  const { state } = usePhoneStatus();
  const phones = useFeed(({ registrations }) => {
    let count = 0;
    for (const { user } of registrations.values()) if (user === id) count += 1;
    return count;
  });
  return (
    <Group gap="sm" role="group" aria-label={say("mine")} wrap="nowrap">
      <span className={classes["dot"]} data-state={state} />
      <div>
        <Text size="sm" component="div">
          {say("myNumber")} <strong>{id}</strong>
        </Text>
        <Quiet size="xs">
          <span role="status">{say(state)}</span>
          {phones > 0 ? ` · ${say("elsewhere", { count: phones })}` : null}
        </Quiet>
      </div>
    </Group>
  );
}
