import { Group, Table, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconSelector } from "@tabler/icons-react";
import type { Sort, SortField } from "./filters.js";

export interface SortHeaderProps {
  readonly label: string;
  readonly field: SortField;
  readonly sort: Sort;
  readonly onSort: () => void;
  readonly visibleFrom?: string;
  readonly w?: string;
}

export function SortHeader({ label, field, sort, onSort, ...rest }: SortHeaderProps) {
  const direction = sort === field ? "ascending" : sort === `-${field}` ? "descending" : "none";
  const Icon = { ascending: IconChevronUp, descending: IconChevronDown, none: IconSelector }[
    direction
  ];
  return (
    <Table.Th aria-sort={direction} {...rest}>
      <UnstyledButton onClick={onSort} fw={700} fz="sm">
        <Group gap={4} wrap="nowrap">
          {label}
          <Icon size={14} stroke={1.6} />
        </Group>
      </UnstyledButton>
    </Table.Th>
  );
}
