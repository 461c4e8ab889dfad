import { Stack, Text } from "@mantine/core";
import type { RecordingV2 } from "@parley/protocol/client";
import { useTexts } from "../i18n/index.js";
import { Name } from "../ui/name.js";
import { nameOf, useFormats } from "./formats.js";
import { TEXTS } from "./texts.js";

const SHOWN = 5;

/** Which recordings are about to go. */
export function RemovalText({ items }: { readonly items: readonly RecordingV2[] }) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const more = items.length - SHOWN;
  return (
    <Stack gap={4}>
      {items.slice(0, SHOWN).map((item) => (
        <Text key={item.file} component="div" fw={600}>
          <Name name={`${nameOf(item)}, ${formats.moment(item.startedAt)}`} />
        </Text>
      ))}
      {more > 0 ? <Text>{say("more", { count: more })}</Text> : null}
      <Text>{say("askText")}</Text>
    </Stack>
  );
}
