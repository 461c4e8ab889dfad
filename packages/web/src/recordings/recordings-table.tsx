import { Checkbox, Table } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import { type Sort, type SortField, sortedBy } from "./filters.js";
import { RecordingRow } from "./recording-row.js";
import { SortHeader } from "./sort-header.js";
import { TEXTS } from "./texts.js";

export interface RecordingsTableProps {
  readonly items: readonly RecordingV2[];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (files: ReadonlySet<string>) => void;
  /** The file in the player. */
  readonly playing: string | undefined;
  readonly onPlay: (recording: RecordingV2) => void;
  readonly onDetails: (recording: RecordingV2) => void;
  readonly onRemove: (recording: RecordingV2) => void;
}

const WIDTHS = { startedAt: "12rem", duration: "6.5rem", size: "7rem" } as const;

/** On a phone only the first and the last column; the rest stands below the name there. */
export function RecordingsTable({
  items,
  sort,
  onSort,
  selected,
  onSelect,
  playing,
  onPlay,
  onDetails,
  onRemove,
}: RecordingsTableProps) {
  const say = useTexts(TEXTS);
  const deletable = items.filter((each) => each.deletable).map(({ file }) => file);
  const all = deletable.length > 0 && deletable.every((file) => selected.has(file));
  const header = (field: SortField) => (
    <SortHeader
      label={say(field)}
      field={field}
      sort={sort}
      onSort={() => onSort(sortedBy(sort, field))}
      {...(field === "conference" ? {} : { visibleFrom: "sm", w: WIDTHS[field] })}
    />
  );
  const toggle = (file: string) => {
    const next = new Set(selected);
    if (!next.delete(file)) next.add(file);
    onSelect(next);
  };
  return (
    <Table verticalSpacing="xs" layout="fixed" aria-label={say("list")}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={44}>
            <Checkbox
              aria-label={say("selectAll")}
              checked={all}
              indeterminate={!all && selected.size > 0}
              disabled={deletable.length === 0}
              onChange={() => onSelect(new Set(all ? [] : deletable))}
            />
          </Table.Th>
          {header("conference")}
          {header("startedAt")}
          {header("duration")}
          {header("size")}
          <Table.Th visibleFrom="sm" w="8rem">
            {say("status")}
          </Table.Th>
          <Table.Th w={124} ta="end">
            {say("actions")}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((recording) => (
          <RecordingRow
            key={recording.file}
            recording={recording}
            selected={selected.has(recording.file)}
            playing={recording.file === playing}
            onToggle={() => toggle(recording.file)}
            onPlay={() => onPlay(recording)}
            onDetails={() => onDetails(recording)}
            onRemove={() => onRemove(recording)}
          />
        ))}
      </Table.Tbody>
    </Table>
  );
}
