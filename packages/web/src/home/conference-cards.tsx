import { Alert, Button, SimpleGrid, Skeleton, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { Empty } from "../ui/empty.js";
import { ConferenceCard } from "./conference-card.js";
import { TEXTS } from "./texts.js";
import { useJoinable } from "./use-joinable.js";

/** With fewer nobody needs to search. */
const SEARCHED_FROM = 7;
const PORTION = 60;

export function ConferenceCards() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const [search, setSearch] = useState("");
  const [limit, setLimit] = useState(PORTION);
  const [wanted] = useDebouncedValue(search, 200);
  const { items, total, error, isPending } = useJoinable(wanted.trim());
  if (isPending) return <Skeleton h={160} />;
  if (error)
    return (
      <Alert color="red" title={say("failedList")}>
        {problemText(error)}
      </Alert>
    );
  return (
    <Stack component="section" aria-label={say("conferences")}>
      {total >= SEARCHED_FROM || search !== "" ? (
        <TextInput
          type="search"
          maw={420}
          aria-label={say("search")}
          placeholder={say("search")}
          leftSection={<IconSearch size={16} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      ) : null}
      {items.length === 0 ? <Nothing searched={search !== ""} /> : null}
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3, xl: 4 }} spacing="md">
        {items.slice(0, limit).map(({ conference, live }) => (
          <ConferenceCard key={conference.number} conference={conference} live={live} />
        ))}
      </SimpleGrid>
      {items.length > limit ? (
        <Button variant="default" onClick={() => setLimit(limit + PORTION)}>
          {say("showMore")}
        </Button>
      ) : null}
    </Stack>
  );
}

function Nothing({ searched }: { readonly searched: boolean }) {
  const say = useTexts(TEXTS);
  return searched ? (
    <Empty icon={IconSearch} title={say("noMatch")} />
  ) : (
    <Empty icon={IconUsers} title={say("none")} text={say("noneText")} />
  );
}
