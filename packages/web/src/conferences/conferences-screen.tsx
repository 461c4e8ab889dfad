import { Button, Stack } from "@mantine/core";
import type { ConferenceV2 } from "@parley/protocol/client";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { useMay } from "../session/index.js";
import {
  DataTable,
  Pager,
  SelectionBar,
  useListState,
  useSelection,
  useValidPage,
} from "../table/index.js";
import { Empty } from "../ui/empty.js";
import { Page } from "../ui/page.js";
import { Administration } from "./administration.js";
import { useConferenceColumns } from "./conference-columns.js";
import { ConferencesFilters } from "./conferences-filters.js";
import { CONFERENCES_SHAPE, conferenceNumber, useConferences } from "./conferences-list.js";
import { EditConference } from "./edit-conference.js";
import { RowActions } from "./row-actions.js";
import { TEXTS } from "./texts.js";
import { useRemoval } from "./use-removal.js";

export default function ConferencesScreen() {
  const say = useTexts(TEXTS);
  const may = useMay();
  const writes = may("conferences.write");
  const list = useListState(CONFERENCES_SHAPE);
  const { state, change } = list;
  const conferences = useConferences(state);
  useValidPage(list, conferences.data?.total);
  const selection = useSelection(conferenceNumber);
  const removal = useRemoval(selection);
  const [edited, setEdited] = useState<ConferenceV2>();
  const columns = useConferenceColumns(writes ? setEdited : undefined);
  const actions = (conference: ConferenceV2) => (
    <RowActions
      conference={conference}
      onEdit={writes ? setEdited : undefined}
      onRemove={writes ? (each) => void removal.start([each]) : undefined}
    />
  );
  return (
    <Page title={say("title")} actions={writes ? <Administration /> : null}>
      <Stack gap="sm">
        <ConferencesFilters state={state} change={change} all={may("conferences.read")} />
        {writes ? (
          <SelectionBar
            selection={selection}
            pending={removal.pending}
            onRemove={(rows) => void removal.start(rows)}
          />
        ) : null}
        <DataTable
          label={say("title")}
          columns={columns}
          rows={conferences.data?.items ?? []}
          idOf={conferenceNumber}
          nameOf={({ name }) => name}
          query={conferences}
          sort={state.sort}
          onSort={(sort) => change({ sort: sort as typeof state.sort })}
          selection={writes ? selection : undefined}
          actions={actions}
          empty={<NoneFound onReset={() => change({ search: "", filters: {} })} />}
        />
        <Pager {...state} total={conferences.data?.total} onChange={change} />
      </Stack>
      {removal.dialog}
      <EditConference conference={edited} onClose={() => setEdited(undefined)} />
    </Page>
  );
}

function NoneFound({ onReset }: { readonly onReset: () => void }) {
  const say = useTexts(TEXTS);
  const reset = (
    <Button variant="default" onClick={onReset}>
      {say("resetFilters")}
    </Button>
  );
  return <Empty title={say("empty")} text={say("emptyHint")} action={reset} />;
}
