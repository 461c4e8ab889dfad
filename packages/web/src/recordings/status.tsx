import { Badge } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import classes from "./status.module.css";
import { TEXTS } from "./texts.js";

const COLOURS = { running: "red", paused: "orange", finished: "gray" } as const;

export function Status({ status }: Pick<RecordingV2, "status">) {
  const say = useTexts(TEXTS);
  const pulse = status === "running" ? classes["running"] : "";
  return (
    <Badge
      variant="default"
      tt="none"
      leftSection={<StatusDot colour={COLOURS[status]} pulse={pulse ?? ""} />}
    >
      {say(status)}
    </Badge>
  );
}

function StatusDot({ colour, pulse }: { readonly colour: string; readonly pulse: string }) {
  return (
    <span
      className={`${classes["dot"]} ${pulse}`}
      style={{ display: "block", color: `var(--mantine-color-${colour}-6)` }}
    />
  );
}
