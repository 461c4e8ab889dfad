import { Group, NativeSelect, Pagination, Text } from "@mantine/core";
import { useLanguage, useTexts } from "../i18n/index.js";
import { lastPageOf, PAGE_SIZES } from "./list-state.js";
import { TEXTS } from "./texts.js";

export interface PagerProps {
  readonly page: number;
  readonly pageSize: number;
  readonly total: number | undefined;
  readonly onChange: (change: { page?: number; pageSize?: number }) => void;
}

const ASCENDING = [...PAGE_SIZES].sort((a, b) => a - b);

/** Where one is in a list, and the way to its other pages. */
export function Pager({ page, pageSize, total, onChange }: PagerProps) {
  const say = useTexts(TEXTS);
  const language = useLanguage();
  const pages = lastPageOf(total ?? 0, pageSize);
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" role="status">
        {total === undefined ? "" : rangeText(say, language, { page, pageSize, total })}
      </Text>
      <Group gap="sm">
        {pages > 1 ? (
          <Pagination
            component="nav"
            aria-label={say("pages")}
            size="sm"
            siblings={1}
            boundaries={1}
            total={pages}
            value={Math.min(page, pages)}
            onChange={(page) => onChange({ page })}
            getItemProps={(page) => ({ "aria-label": say("page", { page }) })}
            getControlProps={(control) => ({
              "aria-label": control === "previous" ? say("previous") : say("next"),
            })}
          />
        ) : null}
        <NativeSelect
          size="xs"
          aria-label={say("rowsPerPage")}
          data={ASCENDING.map(String)}
          value={String(pageSize)}
          onChange={({ currentTarget }) => onChange({ pageSize: Number(currentTarget.value) })}
        />
      </Group>
    </Group>
  );
}

function rangeText(
  say: (key: "range" | "nothing", values?: Record<string, string>) => string,
  language: string,
  { page, pageSize, total }: { page: number; pageSize: number; total: number },
): string {
  if (total === 0) return say("nothing");
  const format = new Intl.NumberFormat(language).format;
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(page * pageSize, total);
  return say("range", { from: format(from), to: format(to), total: format(total) });
}
