import { Table } from "@mantine/core";
import type { RegistrationV2 } from "@parley/protocol/client";
import { memo } from "react";
import { useFeed } from "../feed/index.js";
import { useLanguage, useTexts } from "../i18n/index.js";
import { Name } from "../ui/name.js";
import { Frame } from "./frame.js";
import { SortHeader } from "./sort-header.js";
import { TEXTS } from "./texts.js";
import { useTable } from "./use-table.js";

const KEYS = {
  user: ({ user }: RegistrationV2) => user,
  name: ({ name = "" }: RegistrationV2) => name,
  address: ({ address }: RegistrationV2) => address,
  expires: ({ expiresAt }: RegistrationV2) =>
    expiresAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(expiresAt),
};

const textOf = ({ user, name = "", address, profile }: RegistrationV2) =>
  `${user} ${name} ${address} ${profile}`;

/** Which phones are signed in. */
export function RegistrationsTable() {
  const say = useTexts(TEXTS);
  const registrations = useFeed(({ registrations }) => registrations);
  const rows = registrations.values();
  const table = useTable({ rows, keys: KEYS, text: textOf, first: "user" });
  const { order, sortBy } = table;
  const heading = { order, onSort: sortBy };
  return (
    <Frame
      searchLabel={say("searchRegistrations")}
      search={table.search}
      onSearch={table.setSearch}
      empty={say("nobody")}
      rows={table.shown.length}
      page={table.page}
      pages={table.pages}
      onPage={table.setPage}
      head={
        <>
          <SortHeader {...heading} column="user" label={say("user")} />
          <SortHeader {...heading} column="name" label={say("name")} />
          <SortHeader {...heading} column="address" label={say("address")} visibleFrom="sm" />
          <SortHeader {...heading} column="expires" label={say("expires")} visibleFrom="xs" />
        </>
      }
    >
      {table.shown.map((registration) => (
        <Row key={registration.id} registration={registration} />
      ))}
    </Frame>
  );
}

const Row = memo(function Row({ registration }: { readonly registration: RegistrationV2 }) {
  const language = useLanguage();
  const { user, name = "", address, expiresAt } = registration;
  const moment = new Intl.DateTimeFormat(language, { timeStyle: "medium", dateStyle: "short" });
  return (
    <Table.Tr>
      <Table.Td>
        <Name name={user} />
      </Table.Td>
      <Table.Td>
        <Name name={name} fallback="–" />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Name name={address} />
      </Table.Td>
      <Table.Td visibleFrom="xs">
        {expiresAt === undefined ? null : (
          <time dateTime={expiresAt}>{moment.format(new Date(expiresAt))}</time>
        )}
      </Table.Td>
    </Table.Tr>
  );
});
