import { Alert, Button, Code } from "@mantine/core";
import { ProblemError, type SystemV2 } from "@parley/protocol/client";
import { IconRefresh } from "@tabler/icons-react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { useMay } from "../session/index.js";
import { formatDuration } from "../ui/clock.js";
import { Card, Facts } from "./facts.js";
import classes from "./facts.module.css";
import { TEXTS } from "./texts.js";
import { useReload } from "./use-system.js";

export function ConfigurationCard({ state }: { readonly state: SystemV2["configuration"] }) {
  const say = useTexts(TEXTS);
  const may = useMay();
  const reload = useReload();
  const { version, ageSeconds, users, conferences, files } = state;
  const age =
    ageSeconds === null ? say("never") : say("ago", { time: formatDuration(ageSeconds * 1000) });
  const button = (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconRefresh size={14} />}
      loading={reload.isPending}
      onClick={() => reload.mutate()}
    >
      {say("reload")}
    </Button>
  );
  return (
    <Card title={say("configuration")} action={may("conferences.write") ? button : null}>
      <Facts
        facts={[
          [say("age"), age],
          [say("version"), version],
          [say("users"), users],
          [say("conferences"), conferences],
          ...(files === undefined ? [] : [[say("files"), files] as const]),
        ]}
      />
      <div aria-live="polite">
        {reload.isSuccess ? (
          <Alert color="teal" mt="sm" p="xs">
            {say("reloaded")}
          </Alert>
        ) : null}
        {reload.error ? <Refusal error={reload.error} /> : null}
      </div>
    </Card>
  );
}

/** The switch's own words name file and line. */
function Refusal({ error }: { readonly error: Error }) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const refused = error instanceof ProblemError && error.problem.code === "switch refused";
  return (
    <Alert color="red" mt="sm" p="xs" title={say("notReloaded")}>
      {refused ? (
        <Code block className={classes["status"] ?? ""}>
          {error.problem.detail}
        </Code>
      ) : (
        problemText(error)
      )}
    </Alert>
  );
}
