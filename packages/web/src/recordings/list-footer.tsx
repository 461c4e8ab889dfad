import { Group, Pagination, Text } from "@mantine/core";
import type { RecordingsPage } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

export interface ListFooterProps {
  readonly page: RecordingsPage | undefined;
  readonly onPage: (page: number) => void;
}

/** How many there are, and the way to the others. */
export function ListFooter({ page, onPage }: ListFooterProps) {
  const say = useTexts(TEXTS);
  if (!page || page.total === 0) return null;
  const pages = Math.ceil(page.total / page.pageSize);
  return (
    <Group justify="space-between">
      <Text c="dimmed" size="sm" role="status">
        {say("total", { count: page.total })}
      </Text>
      {pages > 1 ? (
        <Pagination
          component="nav"
          aria-label={say("pages")}
          total={pages}
          value={page.page}
          onChange={onPage}
          size="sm"
          getItemProps={(number) => ({ "aria-label": say("page", { page: number }) })}
          getControlProps={(control) => ({
            "aria-label": say(control === "next" || control === "last" ? "next" : "previous"),
          })}
        />
      ) : null}
    </Group>
  );
}
