import { Alert, Button, Group, List, ScrollArea, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useRefusalText } from "../field-problem.js";
import { writeTable } from "./parse.js";
import { saveFile } from "./save-file.js";
import type { ImportSpec } from "./spec.js";
import { TEXTS } from "./texts.js";
import type { Added } from "./use-addition.js";

interface ResultProps<Done> {
  readonly spec: ImportSpec<Done>;
  readonly added: Added<Done>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** The last step: what was added, to be saved, and what was not. */
export function Result<Done>({ spec, added, onSaved, onClose }: ResultProps<Done>) {
  const say = useTexts(TEXTS);
  const { done } = added;
  const { fileName, headings, row, secrets } = spec.result;
  const save = () => {
    saveFile(fileName, writeTable(headings, done.map(row), new Set(secrets)));
    onSaved();
  };
  const secret = secrets.length > 0;
  return (
    <Stack>
      <Alert color={done.length > 0 ? "teal" : "gray"} role="status">
        <Text>{say("done", { count: done.length })}</Text>
        {secret && done.length > 0 ? <Text size="sm">{say("secretsOnce")}</Text> : null}
      </Alert>
      {done.length > 0 ? (
        <Button leftSection={<IconDownload size={16} aria-hidden />} onClick={save} data-autofocus>
          {say(secret ? "downloadSecrets" : "download")}
        </Button>
      ) : null}
      <Unknown added={added} />
      <Failures added={added} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say("close")}
        </Button>
      </Group>
    </Stack>
  );
}

function Unknown<Done>({ added: { unknown, error } }: Pick<ResultProps<Done>, "added">) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  if (unknown.length === 0) return null;
  return (
    <Alert color="orange" role="alert">
      {say("unknown", { count: unknown.length, problem: problemText(error) })}
    </Alert>
  );
}

function Failures<Done>({ added: { failed } }: Pick<ResultProps<Done>, "added">) {
  const say = useTexts(TEXTS);
  const refusalText = useRefusalText();
  if (failed.length === 0) return null;
  return (
    <Alert color="red" role="alert" title={say("failed", { count: failed.length })}>
      <ScrollArea.Autosize mah={260}>
        <List size="sm">
          {failed.map(({ row: { line, values }, refusal }) => (
            <List.Item key={line}>
              {say("line")} {line}: <bdi>{values["name"]}</bdi> – {refusalText(refusal)}
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </Alert>
  );
}
