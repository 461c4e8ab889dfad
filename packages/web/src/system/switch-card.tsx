import { Badge, Code } from "@mantine/core";
import type { SystemV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import { Duration } from "../ui/duration.js";
import { Card, Facts } from "./facts.js";
import classes from "./facts.module.css";
import { TEXTS } from "./texts.js";

export function SwitchCard({ state }: { readonly state: SystemV2["switch"] }) {
  const say = useTexts(TEXTS);
  const { connected, since, host, port, version, status, sessions } = state;
  const badge = (
    <Badge color={connected ? "teal" : "red"} variant="dot" tt="none">
      {say(connected ? "connected" : "away")}
    </Badge>
  );
  return (
    <Card title={say("switch")} action={<div role="status">{badge}</div>}>
      <Facts
        facts={[
          ...(since === undefined
            ? []
            : [[say("connectedFor"), <Duration key="since" since={since} />] as const]),
          [say("address"), `${host}:${port}`],
          [say("version"), version ?? say("unknown")],
          [say("sessions"), sessions ?? say("unknown")],
        ]}
      />
      {status === undefined ? null : (
        <Code
          block
          className={classes["status"] ?? ""}
          tabIndex={0}
          role="region"
          aria-label={say("statusText")}
        >
          {status.trim()}
        </Code>
      )}
    </Card>
  );
}
