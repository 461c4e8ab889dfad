import { Alert } from "@mantine/core";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import classes from "./connection-banner.module.css";
import { TEXTS } from "./texts.js";

/** Says so while what is on the screen may be old. */
export function ConnectionBanner() {
  const say = useTexts(TEXTS);
  const connection = useFeed((feed) => feed.connection);
  const switchConnected = useFeed((feed) => feed.switchConnected);
  const text =
    connection === "waiting"
      ? say("reconnecting")
      : connection === "open" && !switchConnected
        ? say("switchAway")
        : undefined;
  return (
    <div role="status" aria-live="polite" className={classes["banner"]}>
      {text ? (
        <Alert color="orange" mb="md" p="xs">
          {text}
        </Alert>
      ) : null}
    </div>
  );
}
