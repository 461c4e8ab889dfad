import { Alert, Badge, Code, Loader, Stack, Text } from "@mantine/core";
import type { SnapshotDifference } from "@parley/protocol/client";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import classes from "./difference.module.css";
import { TEXTS } from "./texts.js";

type File = SnapshotDifference["items"][number];

const COLOURS = { added: "teal", removed: "red", changed: "yellow", mode: "gray" } as const;

export interface DifferenceProps {
  /** Undefined while they are being compared. */
  readonly items: readonly File[] | undefined;
  readonly error: Error | null;
}

/** What restoring a snapshot would change, file by file. */
export function Difference({ items, error }: DifferenceProps) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  if (error)
    return (
      <Alert color="red" role="alert">
        {problemText(error)}
      </Alert>
    );
  if (!items) return <Loader size="sm" aria-label={say("comparing")} />;
  if (items.length === 0) return <Text>{say("same")}</Text>;
  return (
    <section className={classes["files"]} aria-label={say("differences")}>
      <Stack gap="xs">
        {items.map((item) => (
          <FileDifference key={item.path} item={item} />
        ))}
      </Stack>
    </section>
  );
}

function FileDifference({ item: { path, change, diff } }: { readonly item: File }) {
  const say = useTexts(TEXTS);
  const name = (
    <>
      <Badge variant="light" color={COLOURS[change]} mr="xs">
        {say(change)}
      </Badge>
      {path}
    </>
  );
  if (!diff) return <Text size="sm">{name}</Text>;
  return (
    <details>
      <Text size="sm" component="summary">
        {name}
      </Text>
      <Code block className={classes["diff"] ?? ""}>
        {diff}
      </Code>
    </details>
  );
}
