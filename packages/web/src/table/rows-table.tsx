import { Checkbox, Table, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import type { Column, RowsProps, SortProps } from "./columns.js";
import { ariaSortOf, nextSort } from "./list-state.js";
import classes from "./table.module.css";
import { TEXTS } from "./texts.js";

/** The list as a table, where there is room for one. */
export function RowsTable<Row>(props: RowsProps<Row> & SortProps) {
  const { label, columns, rows, idOf, actions, selection } = props;
  const say = useTexts(TEXTS);
  return (
    <div className={classes["scroll"]}>
      <Table highlightOnHover verticalSpacing="xs" aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {selection ? (
              <Table.Th w={40}>
                <AllCheckbox {...props} />
              </Table.Th>
            ) : null}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} {...props} />
            ))}
            {actions ? (
              <Table.Th w={96}>
                <VisuallyHidden>{say("actions")}</VisuallyHidden>
              </Table.Th>
            ) : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <BodyRow key={idOf(row)} row={row} {...props} />
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

export function AllCheckbox<Row>({ rows, idOf, selection }: RowsProps<Row>) {
  const say = useTexts(TEXTS);
  if (!selection) return null;
  const count = rows.filter((row) => selection.chosen.has(idOf(row))).length;
  return (
    <Checkbox
      aria-label={say("selectAll")}
      checked={count > 0 && count === rows.length}
      indeterminate={count > 0 && count < rows.length}
      onChange={({ currentTarget }) => selection.set(rows, currentTarget.checked)}
    />
  );
}

export function RowCheckbox<Row>({ row, idOf, nameOf, selection }: RowsProps<Row> & { row: Row }) {
  const say = useTexts(TEXTS);
  if (!selection) return null;
  return (
    <Checkbox
      aria-label={say("select", { name: nameOf(row) })}
      checked={selection.chosen.has(idOf(row))}
      onChange={({ currentTarget }) => selection.set([row], currentTarget.checked)}
    />
  );
}

const SORT_ICONS = {
  ascending: IconArrowUp,
  descending: IconArrowDown,
  none: IconArrowsSort,
} as const;

function HeaderCell<Row>({ column, sort, onSort }: { column: Column<Row> } & SortProps) {
  const { key, label, sortable, width } = column;
  if (!sortable) return <Table.Th w={width}>{label}</Table.Th>;
  const direction = ariaSortOf(sort, key);
  const Icon = SORT_ICONS[direction];
  return (
    <Table.Th w={width} aria-sort={direction}>
      <UnstyledButton
        className={classes["sort"] ?? ""}
        fz="sm"
        onClick={() => onSort(nextSort(sort, key))}
      >
        {label}
        <Icon size={14} aria-hidden opacity={direction === "none" ? 0.4 : 1} />
      </UnstyledButton>
    </Table.Th>
  );
}

function BodyRow<Row>(props: RowsProps<Row> & { row: Row }) {
  const { row, columns, actions, selection, idOf } = props;
  return (
    <Table.Tr bg={selection?.chosen.has(idOf(row)) ? "var(--mantine-color-default-hover)" : ""}>
      {selection ? (
        <Table.Td>
          <RowCheckbox {...props} />
        </Table.Td>
      ) : null}
      {columns.map(({ key, cell, primary }) => (
        <Table.Td
          key={key}
          className={classes["cell"] ?? ""}
          {...(primary ? { role: "rowheader" } : {})}
        >
          {cell(row)}
        </Table.Td>
      ))}
      {actions ? <Table.Td>{actions(row)}</Table.Td> : null}
    </Table.Tr>
  );
}
