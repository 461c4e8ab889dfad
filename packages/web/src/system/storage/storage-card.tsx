import { Alert, Skeleton } from "@mantine/core";
import type { RecordingsStorageV2 } from "@parley/protocol/client";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import { Card, Facts } from "../facts.js";
import { Meter } from "./meter.js";
import { Rules } from "./rules.js";
import { TEXTS } from "./texts.js";
import { useStorage } from "./use-storage.js";

/** Where recordings lie, the room they have, and what becomes of them. */
export function StorageCard() {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const { data, error } = useStorage();
  return (
    <Card title={say("title")}>
      {data ? <Storage storage={data} /> : null}
      {!data && error ? <Alert color="red">{problemText(error)}</Alert> : null}
      {!data && !error ? <Skeleton h={120} /> : null}
    </Card>
  );
}

function Storage({ storage }: { readonly storage: RecordingsStorageV2 }) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const { folder, recordings, size, free, capacity, full, rules } = storage;
  const all = say("recordingsValue", { count: recordings, size: formats.size(size) });
  const room =
    free === undefined || capacity === undefined
      ? say("unknown")
      : say("freeOf", { free: formats.size(free), capacity: formats.size(capacity) });
  return (
    <>
      {full ? (
        <Alert
          color="red"
          role="alert"
          mb="sm"
          icon={<IconAlertTriangle size={18} />}
          title={say("full")}
        >
          {say("fullText", { size: formats.size(rules.minFree) })}
        </Alert>
      ) : null}
      <Facts
        facts={[
          [say("folder"), <bdi key="folder">{folder}</bdi>],
          [say("recordings"), all],
          [say("free"), room],
        ]}
      />
      {free === undefined || capacity === undefined ? null : (
        <Meter size={size} free={free} capacity={capacity} kept={rules.minFree} />
      )}
      <Rules storage={storage} />
    </>
  );
}
