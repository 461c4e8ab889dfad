import { Table, type TableThProps, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import classes from "./monitor.module.css";

interface SortHeaderProps<Column extends string> {
  readonly column: Column;
  readonly label: string;
  readonly order: { readonly column: Column; readonly descending: boolean };
  readonly onSort: (column: Column) => void;
  readonly visibleFrom?: "xs" | "sm";
}

/** A column's heading that sorts by it. */
export function SortHeader<Column extends string>(props: SortHeaderProps<Column>) {
  const { column, label, order, onSort, visibleFrom } = props;
  const active = order.column === column;
  const Icon = order.descending ? IconArrowDown : IconArrowUp;
  const rest: TableThProps = visibleFrom ? { visibleFrom } : {};
  const direction = order.descending ? "descending" : "ascending";
  return (
    <Table.Th aria-sort={active ? direction : "none"} {...rest}>
      <UnstyledButton className={classes["sort"] ?? ""} onClick={() => onSort(column)}>
        {label}
        <Icon size={14} className={classes["arrow"]} data-active={active || undefined} />
      </UnstyledButton>
    </Table.Th>
  );
}
