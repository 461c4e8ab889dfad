import { Alert, Skeleton, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import type { RecordingV2 } from "@parley/protocol/client";
import { IconMicrophone2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { useConfirm } from "../ui/confirm.js";
import { Empty } from "../ui/empty.js";
import { Page } from "../ui/page.js";
import { FilterBar } from "./filter-bar.js";
import { type Filters, isFiltered, NO_FILTERS } from "./filters.js";
import { ListFooter } from "./list-footer.js";
import { Player } from "./player/player.js";
import { RecordingsTable } from "./recordings-table.js";
import { RemovalText } from "./removal-text.js";
import { Selection } from "./selection.js";
import { TEXTS } from "./texts.js";
import { useOpened } from "./use-opened.js";
import { useRecordings } from "./use-recordings.js";
import { useRemoval } from "./use-removal.js";

const TYPING_MS = 250;
const NOTHING: ReadonlySet<string> = new Set();

export default function RecordingsScreen() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [asked] = useDebouncedValue(filters, TYPING_MS);
  const { data, error, isPending } = useRecordings(asked);
  const [selected, setSelected] = useState(NOTHING);
  const { opened, detailed, setDetailed, play, show, replace, close } = useOpened(data?.items);
  const { ask, dialog } = useConfirm();
  const removal = useRemoval((files) => {
    setSelected(NOTHING);
    if (opened && files.includes(opened.recording.file)) close();
  });
  const change = (change: Partial<Filters>) => {
    setFilters((before) => ({ ...before, page: 1, ...change }));
    setSelected(NOTHING);
  };
  const remove = async (items: readonly RecordingV2[]) => {
    const question = {
      title: say("askTitle", { count: items.length }),
      text: <RemovalText items={items} />,
      confirm: say("confirm"),
      dangerous: true,
    };
    if (await ask(question)) removal.mutate(items);
  };
  const items = data?.items ?? [];
  useEffect(() => {
    // What stood on the last page is gone, by us or by somebody else.
    if (data && data.items.length === 0 && data.total > 0)
      setFilters((before) => ({ ...before, page: Math.ceil(data.total / data.pageSize) }));
  }, [data]);
  const filtered = isFiltered(asked);
  return (
    <Page title={say("title")}>
      <FilterBar filters={filters} onChange={change} />
      {error ? (
        <Alert color="red" role="alert">
          {problemText(error)}
        </Alert>
      ) : null}
      <Selection
        count={selected.size}
        pending={removal.isPending}
        onClear={() => setSelected(NOTHING)}
        onRemove={() => void remove(items.filter(({ file }) => selected.has(file)))}
      />
      {isPending && !error ? <Skeleton h={240} /> : null}
      {items.length > 0 ? (
        <RecordingsTable
          items={items}
          sort={filters.sort}
          onSort={(sort) => change({ sort })}
          selected={selected}
          onSelect={setSelected}
          playing={opened?.recording.file}
          onPlay={play}
          onDetails={show}
          onRemove={(recording) => void remove([recording])}
        />
      ) : null}
      {data?.total === 0 ? (
        <Empty
          icon={IconMicrophone2}
          title={say(filtered ? "noneFound" : "none")}
          text={say(filtered ? "noneFoundText" : "noneText")}
        />
      ) : null}
      <ListFooter page={data} onPage={(page) => change({ page })} />
      <Stack pos="sticky" bottom={0} style={{ zIndex: 2 }}>
        {opened ? (
          <Player
            key={opened.recording.file}
            recording={opened.recording}
            plays={opened.plays}
            detailed={detailed}
            onDetailed={setDetailed}
            onConverted={replace}
            onClose={close}
          />
        ) : null}
      </Stack>
      {dialog}
    </Page>
  );
}
