import { Group, NativeSelect } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { SearchField } from "../table/index.js";
import { TEXTS } from "./texts.js";
import { type UsersState, useContexts } from "./users-list.js";

interface UsersFiltersProps {
  readonly state: UsersState;
  readonly change: (change: Partial<UsersState>, how?: "typing") => void;
}

export function UsersFilters({ state, change }: UsersFiltersProps) {
  const say = useTexts(TEXTS);
  const contexts = useContexts();
  const { filters } = state;
  const names = contexts.data?.items.map(({ name }) => name) ?? [];
  if (filters.context !== undefined && !names.includes(filters.context))
    names.push(filters.context);
  const filter = (name: keyof typeof filters, value: string) => {
    const { [name]: _, ...others } = filters;
    change({ filters: value === "" ? others : { ...others, [name]: value } });
  };
  return (
    <Group gap="sm">
      <SearchField value={state.search} onSearch={(search) => change({ search }, "typing")} />
      <NativeSelect
        flex="1 1 10rem"
        aria-label={say("filterContext")}
        value={filters.context ?? ""}
        data={[{ value: "", label: say("anyContext") }, ...names]}
        onChange={({ currentTarget }) => filter("context", currentTarget.value)}
      />
      <NativeSelect
        flex="1 1 10rem"
        aria-label={say("filterPhone")}
        value={filters.registered ?? ""}
        data={[
          { value: "", label: say("anyPhone") },
          { value: "true", label: say("withPhone") },
          { value: "false", label: say("withoutPhone") },
        ]}
        onChange={({ currentTarget }) => filter("registered", currentTarget.value)}
      />
    </Group>
  );
}
