import { Alert, Button, Group, Progress, SegmentedControl, Stack, Text } from "@mantine/core";
import { type Dispatch, useMemo, useState } from "react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import type { ImportAction, ImportState } from "./import-state.js";
import { PreviewList } from "./preview-list.js";
import { doubledRows, type ImportRow, type RowState, stateOf } from "./rows.js";
import { SourceSettings } from "./source-settings.js";
import type { ImportSpec } from "./spec.js";
import { TEXTS } from "./texts.js";
import { useVerdicts } from "./use-verdicts.js";

interface ReviewProps<Done> {
  readonly spec: ImportSpec<Done>;
  readonly state: ImportState;
  readonly dispatch: Dispatch<ImportAction>;
  readonly pending: boolean;
  readonly onAdd: (rows: readonly ImportRow[]) => void;
}

/** The second step: every row with its verdict; what is wrong can be put right here. */
export function Review<Done>({ spec, state, dispatch, pending, onAdd }: ReviewProps<Done>) {
  const say = useTexts(TEXTS);
  const { fields } = spec;
  const { rows, source } = state;
  const verdicts = useVerdicts(spec, state, dispatch);
  const doubled = useMemo(() => doubledRows(rows, fields), [rows, fields]);
  const [shown, setShown] = useState<Shown>("all");
  const by = useMemo(() => grouped(rows, (row) => stateOf(row, doubled)), [rows, doubled]);
  const lists = { all: rows, problems: by.problem, ready: by.ready };
  return (
    <Stack>
      <SourceSettings
        source={source}
        count={rows.length}
        fields={fields}
        onChange={(change) => dispatch({ type: "source", change })}
      />
      <Checking waiting={by.checking.length} total={rows.length} {...verdicts} />
      <SegmentedControl
        aria-label={say("show")}
        size="xs"
        value={shown}
        onChange={(value) => setShown(value as Shown)}
        data={SHOWN.map((value) => ({ value, label: say(value, { count: lists[value].length }) }))}
      />
      <PreviewList
        rows={lists[shown]}
        fields={fields}
        doubled={doubled}
        onSkip={(line, skipped) => dispatch({ type: "skip", line, skipped })}
        onChange={(line, values) => dispatch({ type: "edit", line, values })}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={() => dispatch({ type: "restart" })} disabled={pending}>
          {say("other")}
        </Button>
        <Button
          disabled={by.ready.length === 0 || by.checking.length > 0}
          loading={pending}
          onClick={() => onAdd(by.ready)}
        >
          {say("add", { count: by.ready.length })}
        </Button>
      </Group>
    </Stack>
  );
}

const SHOWN = ["all", "problems", "ready"] as const;
type Shown = (typeof SHOWN)[number];

function grouped(rows: readonly ImportRow[], stateOfRow: (row: ImportRow) => RowState) {
  const groups: Record<RowState, ImportRow[]> = {
    checking: [],
    ready: [],
    problem: [],
    skipped: [],
  };
  for (const row of rows) groups[stateOfRow(row)].push(row);
  return groups;
}

interface CheckingProps {
  readonly waiting: number;
  readonly total: number;
  readonly failure: unknown;
  readonly goOn: () => void;
}

function Checking({ waiting, total, failure, goOn }: CheckingProps) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const done = total - waiting;
  if (failure !== undefined)
    return (
      <Alert color="red" role="alert">
        <Group>
          {problemText(failure)}
          <Button size="xs" variant="default" onClick={goOn}>
            {say("again")}
          </Button>
        </Group>
      </Alert>
    );
  return (
    <div>
      {waiting > 0 ? (
        <Progress value={(100 * done) / total} aria-label={say("checking")} mb={4} />
      ) : null}
      <Text size="sm" role="status">
        {say("checked", { done, total })}
      </Text>
    </div>
  );
}
