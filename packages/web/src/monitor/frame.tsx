import { Pagination, Stack, Table, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTexts } from "../i18n/index.js";
import { Empty } from "../ui/empty.js";
import classes from "./monitor.module.css";
import { TEXTS } from "./texts.js";

interface FrameProps {
  readonly searchLabel: string;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** Said when there are no rows and nothing is searched. */
  readonly empty: string;
  readonly rows: number;
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
  readonly head: ReactNode;
  readonly children: ReactNode;
}

/** A table with its search and its pages. */
export function Frame(props: FrameProps) {
  const { searchLabel, search, onSearch, empty, rows, head, children } = props;
  const say = useTexts(TEXTS);
  return (
    <Stack gap="sm" pt="md">
      <TextInput
        type="search"
        maw={420}
        aria-label={searchLabel}
        placeholder={searchLabel}
        leftSection={<IconSearch size={16} />}
        value={search}
        onChange={(event) => onSearch(event.currentTarget.value)}
      />
      {rows === 0 ? (
        <Empty title={search === "" ? empty : say("noMatch")} />
      ) : (
        <Table className={classes["table"] ?? ""} verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>{head}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>{children}</Table.Tbody>
        </Table>
      )}
      <Pages {...props} />
    </Stack>
  );
}

function Pages({ page, pages, onPage }: Pick<FrameProps, "page" | "pages" | "onPage">) {
  const say = useTexts(TEXTS);
  if (pages === 1) return null;
  return (
    <nav aria-label={say("pages")}>
      <Pagination
        size="sm"
        total={pages}
        value={page}
        onChange={onPage}
        getItemProps={(page) => ({ "aria-label": say("page", { page }) })}
        getControlProps={(control) =>
          control === "previous" || control === "next" ? { "aria-label": say(control) } : {}
        }
      />
    </nav>
  );
}
