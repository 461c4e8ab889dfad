import { Button, Stack, Title } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { Quiet } from "../ui/quiet.js";
import { TEXTS } from "./texts.js";
import { canNotify } from "./use-notification.js";

/** Asks the browser's leave to tell of calls; nothing where it cannot. */
export function NotificationSetting() {
  const say = useTexts(TEXTS);
  const [permission, setPermission] = useState(() =>
    canNotify() ? Notification.permission : undefined,
  );
  if (permission === undefined) return null;
  return (
    <Stack gap="xs" align="flex-start">
      <Title order={2} size="h3">
        {say("notifications")}
      </Title>
      {permission === "default" ? (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void Notification.requestPermission().then(setPermission)}
        >
          {say("notificationsAllow")}
        </Button>
      ) : (
        <div role="status">
          <Quiet>{say(permission === "granted" ? "notificationsOn" : "notificationsDenied")}</Quiet>
        </div>
      )}
    </Stack>
  );
}
