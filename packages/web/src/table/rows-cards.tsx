import { Group, NativeSelect, Paper, Text } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import type { RowsProps, SortProps } from "./columns.js";
import { AllCheckbox, RowCheckbox } from "./rows-table.js";
import classes from "./table.module.css";
import { TEXTS } from "./texts.js";

/** The list as cards, on a phone. */
export function RowsCards<Row>(props: RowsProps<Row> & SortProps) {
  const { label, rows, idOf, selection } = props;
  return (
    <>
      <Group justify="space-between" align="center" wrap="nowrap">
        {selection && rows.length > 0 ? <AllCheckbox {...props} /> : null}
        <SortSelect {...props} />
      </Group>
      <ul className={classes["cards"]} aria-label={label}>
        {rows.map((row) => (
          <Card key={idOf(row)} row={row} {...props} />
        ))}
      </ul>
    </>
  );
}

function SortSelect<Row>({ columns, sort, onSort }: RowsProps<Row> & SortProps) {
  const say = useTexts(TEXTS);
  const data = columns
    .filter(({ sortable }) => sortable)
    .flatMap(({ key, label: column }) => [
      { value: key, label: say("ascending", { column }) },
      { value: `-${key}`, label: say("descending", { column }) },
    ]);
  return (
    <NativeSelect
      aria-label={say("sortBy")}
      data={data}
      value={sort}
      flex={1}
      onChange={({ currentTarget }) => onSort(currentTarget.value)}
    />
  );
}

function Card<Row>(props: RowsProps<Row> & { row: Row }) {
  const { row, columns, actions } = props;
  const [heading, ...facts] = [...columns].sort(
    (a, b) => Number(b.primary ?? false) - Number(a.primary ?? false),
  );
  return (
    <Paper component="li" withBorder p="sm">
      <Group wrap="nowrap" gap="sm">
        <RowCheckbox {...props} />
        <Text component="div" fw={600} miw={0} flex={1}>
          {heading?.cell(row)}
        </Text>
        {actions?.(row)}
      </Group>
      <dl className={classes["facts"]}>
        {facts.map(({ key, label, cell }) => (
          <div key={key} style={{ display: "contents" }}>
            <Text component="dt" size="sm">
              {label}
            </Text>
            <Text component="dd" size="sm">
              {cell(row)}
            </Text>
          </div>
        ))}
      </dl>
    </Paper>
  );
}
