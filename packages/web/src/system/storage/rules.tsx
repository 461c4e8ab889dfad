import { List } from "@mantine/core";
import type { RecordingsStorageV2 } from "@parley/protocol/client";
import { useLanguage, useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import { TEXTS } from "./texts.js";

/** What becomes of recordings, one sentence for each rule that holds. */
export function Rules({ storage }: { readonly storage: RecordingsStorageV2 }) {
  const say = useTexts(TEXTS);
  const sentences = useSentences(storage);
  return (
    <List size="sm" mt="md" spacing={4} aria-label={say("rules")}>
      {sentences.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  );
}

function useSentences({ rules, formats }: RecordingsStorageV2): string[] {
  const say = useTexts(TEXTS);
  const { size } = useFormats();
  const list = new Intl.ListFormat(useLanguage(), { type: "disjunction" });
  const { maxAgeDays, maxSize, minFree, convertTo } = rules;
  const forever = maxAgeDays === undefined && maxSize === undefined;
  return [
    ...(forever ? [say("forever")] : []),
    ...(maxAgeDays === undefined ? [] : [say("maxAge", { count: maxAgeDays })]),
    ...(maxSize === undefined ? [] : [say("maxSize", { size: size(maxSize) })]),
    minFree > 0 ? say("minFree", { size: size(minFree) }) : say("unguarded"),
    ...(convertTo === undefined ? [] : [say("convertTo", { format: say(convertTo) })]),
    formats.length > 0
      ? say("formats", { formats: list.format(formats.map((format) => say(format))) })
      : say("noFormats"),
  ];
}
