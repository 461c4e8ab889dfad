import { Anchor, Badge, Group, Table } from "@mantine/core";
import type { LiveConferenceV2 } from "@parley/protocol/client";
import { IconLock, IconPlayerRecordFilled } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "wouter";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { Duration } from "../ui/duration.js";
import { Name } from "../ui/name.js";
import { Frame } from "./frame.js";
import classes from "./monitor.module.css";
import { SortHeader } from "./sort-header.js";
import { TEXTS } from "./texts.js";
import { useTable } from "./use-table.js";

const KEYS = {
  name: ({ name }: LiveConferenceV2) => name,
  number: ({ number }: LiveConferenceV2) => number ?? "",
  members: ({ members }: LiveConferenceV2) => members.length,
  // The shortest first.
  duration: ({ startedAt }: LiveConferenceV2) => -Date.parse(startedAt),
};

const textOf = ({ name, number = "", type }: LiveConferenceV2) => `${name} ${number} ${type}`;

/** Everything that is going on. */
export function ConferencesTable() {
  const say = useTexts(TEXTS);
  const conferences = useFeed(({ conferences }) => conferences);
  const rows = conferences.values();
  const table = useTable({ rows, keys: KEYS, text: textOf, first: "name" });
  const { order, sortBy } = table;
  const heading = { order, onSort: sortBy };
  return (
    <Frame
      searchLabel={say("searchConferences")}
      search={table.search}
      onSearch={table.setSearch}
      empty={say("nothing")}
      rows={table.shown.length}
      page={table.page}
      pages={table.pages}
      onPage={table.setPage}
      head={
        <>
          <SortHeader {...heading} column="name" label={say("name")} />
          <SortHeader {...heading} column="number" label={say("number")} visibleFrom="sm" />
          <SortHeader {...heading} column="members" label={say("members")} />
          <SortHeader {...heading} column="duration" label={say("duration")} visibleFrom="xs" />
          <Table.Th visibleFrom="sm">{say("state")}</Table.Th>
        </>
      }
    >
      {table.shown.map((conference) => (
        <Row key={conference.id} conference={conference} />
      ))}
    </Frame>
  );
}

interface RowProps {
  readonly conference: LiveConferenceV2;
}

const Row = memo(function Row({ conference }: RowProps) {
  const { id, name, number = "", members, startedAt } = conference;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} href={`/live/${encodeURIComponent(id)}`} fw={600}>
          <Name name={name} fallback={number} />
        </Anchor>
      </Table.Td>
      <Table.Td visibleFrom="sm">{number}</Table.Td>
      <Table.Td className={classes["number"] ?? ""}>{members.length}</Table.Td>
      <Table.Td visibleFrom="xs">
        <Duration since={startedAt} />
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <State conference={conference} />
      </Table.Td>
    </Table.Tr>
  );
});

function State({ conference }: RowProps) {
  const say = useTexts(TEXTS);
  const { locked, recordings, members } = conference;
  const talking = members.filter((member) => member.talking).length;
  const running = recordings.some(({ status }) => status === "running");
  return (
    <Group gap={6}>
      {talking > 0 ? <span>{say("talking", { count: talking })}</span> : null}
      {locked ? (
        <Badge variant="default" leftSection={<IconLock size={12} />}>
          {say("locked")}
        </Badge>
      ) : null}
      {running ? (
        <Badge color="red.8" leftSection={<IconPlayerRecordFilled size={10} />}>
          {say("recording")}
        </Badge>
      ) : null}
      {!running && recordings.length > 0 ? <Badge variant="default">{say("paused")}</Badge> : null}
    </Group>
  );
}
