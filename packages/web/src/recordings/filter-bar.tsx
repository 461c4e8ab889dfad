import { Button, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { type Filters, isFiltered, NO_FILTERS, SORTS, type Sort } from "./filters.js";
import { TEXTS } from "./texts.js";
import { useConferenceNames } from "./use-recordings.js";

export interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
}

const SORT_TEXTS = {
  "-startedAt": "newest",
  startedAt: "oldest",
  "-size": "largest",
  "-duration": "longest",
  conference: "byConference",
} as const;

export function FilterBar({ filters, onChange }: FilterBarProps) {
  const say = useTexts(TEXTS);
  const names = useConferenceNames();
  const { search, conference, from, to, sort } = filters;
  return (
    <Group component="search" aria-label={say("filters")} align="end" gap="sm">
      <TextInput
        type="search"
        label={say("search")}
        placeholder={say("searchHint")}
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => onChange({ search: event.currentTarget.value })}
        flex="2 1 12rem"
      />
      <Select
        label={say("conference")}
        placeholder={say("anyConference")}
        data={names}
        value={conference ?? null}
        onChange={(value) => onChange({ conference: value ?? undefined })}
        searchable
        clearable
        flex="1 1 10rem"
      />
      <TextInput
        type="date"
        label={say("from")}
        value={from}
        max={to || undefined}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
        flex="1 1 7.5rem"
      />
      <TextInput
        type="date"
        label={say("to")}
        value={to}
        min={from || undefined}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
        flex="1 1 7.5rem"
      />
      <Select
        hiddenFrom="sm"
        label={say("sort")}
        data={SORTS.map((value) => ({ value, label: say(SORT_TEXTS[value]) }))}
        value={SORTS.find((each) => each === sort) ?? null}
        onChange={(value) => onChange({ sort: (value ?? NO_FILTERS.sort) as Sort })}
        allowDeselect={false}
        flex="1 1 10rem"
      />
      {isFiltered(filters) ? (
        <Button variant="subtle" onClick={() => onChange({ ...NO_FILTERS, sort })}>
          {say("clear")}
        </Button>
      ) : null}
    </Group>
  );
}
