import type { SystemV2 } from "@parley/protocol/client";
import { useLanguage, useTexts } from "../i18n/index.js";
import { Duration } from "../ui/duration.js";
import { Card, Facts } from "./facts.js";
import { TEXTS } from "./texts.js";

export function ServerCard({ state }: { readonly state: SystemV2["server"] }) {
  const say = useTexts(TEXTS);
  const megabytes = new Intl.NumberFormat(useLanguage(), {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 0,
  });
  return (
    <Card title={say("server")}>
      <Facts
        facts={[
          [say("upFor"), <Duration key="since" since={state.startedAt} />],
          [say("version"), state.version],
          [say("node"), state.node],
          [say("memory"), megabytes.format(state.memory / 1e6)],
          [say("clients"), state.clients],
        ]}
      />
    </Card>
  );
}
