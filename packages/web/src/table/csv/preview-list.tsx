import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { useTexts } from "../../i18n/index.js";
import classes from "./csv.module.css";
import type { ImportField } from "./fields.js";
import { PreviewRow } from "./preview-row.js";
import { type Doubled, useRowNote } from "./row-text.js";
import { type ImportRow, type RowValues, stateOf } from "./rows.js";
import { TEXTS } from "./texts.js";

interface PreviewListProps {
  readonly rows: readonly ImportRow[];
  readonly fields: readonly ImportField[];
  readonly doubled: Doubled;
  readonly onSkip: (line: number, skipped: boolean) => void;
  readonly onChange: (line: number, values: RowValues) => void;
}

const GUESSED_HEIGHT = 46;

/** Thousands of rows, of which only those in sight are in the page. */
export function PreviewList({ rows, fields, doubled, onSkip, onChange }: PreviewListProps) {
  const say = useTexts(TEXTS);
  const scroller = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<number>();
  const noteOf = useRowNote(fields, doubled);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => GUESSED_HEIGHT,
    overscan: 5,
    getItemKey: (index) => rows[index]?.line ?? index,
  });
  if (rows.length === 0) return <Text c="dimmed">{say("nothingHere")}</Text>;
  return (
    <div ref={scroller} className={classes["list"]}>
      <ul
        aria-label={say("rows")}
        className={classes["inner"]}
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (!row) return null;
          const state = stateOf(row, doubled);
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              data-index={index}
              className={`${classes["row"]} ${row.skipped ? classes["skipped"] : ""}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <PreviewRow
                row={row}
                state={state}
                note={noteOf(row, state)}
                fields={fields}
                editing={editing === row.line}
                onEdit={setEditing}
                onSkip={onSkip}
                onChange={onChange}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
