import { Alert, Badge } from "@mantine/core";
import type { RecordingAlarm } from "@parley/protocol/client";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";
import classes from "./trouble.module.css";

interface TroubleProps {
  readonly trouble: RecordingAlarm;
}

/** What is wrong with a recording, in two words. */
export function TroubleBadge({ trouble }: TroubleProps) {
  const say = useTexts(TEXTS);
  return (
    <Badge
      variant="default"
      tt="none"
      className={classes["badge"] ?? ""}
      leftSection={<IconAlertTriangle size={12} aria-hidden />}
      title={say(`${trouble}Text`)}
    >
      {say(trouble)}
    </Badge>
  );
}

export interface TroubleAlertProps extends TroubleProps {
  /** Absent: it stays for as long as the trouble does. */
  readonly onClose?: () => void;
  readonly closeLabel?: string;
}

/** The same in sentences, with what to do; told to screen readers as it comes. */
export function TroubleAlert({ trouble, onClose, closeLabel }: TroubleAlertProps) {
  const say = useTexts(TEXTS);
  return (
    <Alert
      role="alert"
      variant="light"
      p="xs"
      color={trouble === "notGrowing" ? "orange" : "red"}
      icon={<IconAlertTriangle size={18} />}
      title={say(trouble)}
      withCloseButton={onClose !== undefined}
      {...(onClose ? { onClose } : {})}
      {...(closeLabel === undefined ? {} : { closeButtonLabel: closeLabel })}
    >
      {say(`${trouble}Text`)}
    </Alert>
  );
}
