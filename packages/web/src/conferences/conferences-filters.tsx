import { Group, NativeSelect } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { SearchField } from "../table/index.js";
import { type ConferencesState, useContextNames } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

interface ConferencesFiltersProps {
  readonly state: ConferencesState;
  readonly change: (change: Partial<ConferencesState>, how?: "typing") => void;
  /** All are listed, also those one may not join. */
  readonly all: boolean;
}

export function ConferencesFilters({ state, change, all }: ConferencesFiltersProps) {
  const say = useTexts(TEXTS);
  const { filters } = state;
  const names = [...new Set([...useContextNames(), ...(filters.context ? [filters.context] : [])])];
  const filter = (name: keyof typeof filters, value: string) => {
    const { [name]: _, ...others } = filters;
    change({ filters: value === "" ? others : { ...others, [name]: value } });
  };
  return (
    <Group gap="sm">
      <SearchField value={state.search} onSearch={(search) => change({ search }, "typing")} />
      {names.length > 0 ? (
        <NativeSelect
          flex="1 1 10rem"
          aria-label={say("filterContext")}
          value={filters.context ?? ""}
          data={[{ value: "", label: say("anyContext") }, ...names]}
          onChange={({ currentTarget }) => filter("context", currentTarget.value)}
        />
      ) : null}
      {all ? (
        <NativeSelect
          flex="1 1 10rem"
          aria-label={say("filterJoinable")}
          value={filters.joinable ?? ""}
          data={[
            { value: "", label: say("anyJoinable") },
            { value: "true", label: say("joinable") },
          ]}
          onChange={({ currentTarget }) => filter("joinable", currentTarget.value)}
        />
      ) : null}
    </Group>
  );
}
