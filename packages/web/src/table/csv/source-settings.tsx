import { Checkbox, Fieldset, Group, NativeSelect, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTexts } from "../../i18n/index.js";
import type { ImportField } from "./fields.js";
import type { ImportSource } from "./import-state.js";
import type { SourceTable } from "./rows.js";
import { TEXTS } from "./texts.js";

interface SourceSettingsProps {
  readonly source: ImportSource;
  readonly count: number;
  readonly fields: readonly ImportField[];
  readonly onChange: (change: Partial<SourceTable>) => void;
}

/** How the file was understood, and how else it may be. */
export function SourceSettings({ source, count, fields, onChange }: SourceSettingsProps) {
  const say = useTexts(TEXTS);
  const { mapping, fallbacks } = source;
  const columns = columnsOf(source, (number) => say("column", { number }));
  return (
    <Stack gap="xs">
      <Facts source={source} count={count} />
      <Checkbox
        label={say("headings")}
        checked={source.headings}
        onChange={({ currentTarget }) => onChange({ headings: currentTarget.checked })}
      />
      <Fieldset legend={say("mapping")} p="sm">
        <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
          {fields.map(({ key, label, required }) => (
            <NativeSelect
              key={key}
              label={label}
              withAsterisk={required}
              data={[{ value: "", label: say("noColumn") }, ...columns]}
              value={String(mapping[key] ?? "")}
              onChange={({ currentTarget: { value } }) =>
                onChange({
                  mapping: { ...mapping, [key]: value === "" ? undefined : Number(value) },
                })
              }
            />
          ))}
          {fields.map(({ key, label, choices }) =>
            choices ? (
              <NativeSelect
                key={`${key} fallback`}
                label={say("fallback", { field: label })}
                data={[{ value: "", label: say("none") }, ...choices]}
                value={fallbacks[key] ?? ""}
                onChange={({ currentTarget }) =>
                  onChange({ fallbacks: { ...fallbacks, [key]: currentTarget.value } })
                }
              />
            ) : null,
          )}
        </SimpleGrid>
      </Fieldset>
    </Stack>
  );
}

function Facts({ source, count }: Pick<SourceSettingsProps, "source" | "count">) {
  const say = useTexts(TEXTS);
  const { name, encoding, delimiter } = source;
  const facts = [
    say("source", { name: name ?? say("pasted"), count }),
    ...(encoding ? [say("encoding", { encoding })] : []),
    say("delimiter", { delimiter: delimiter === "\t" ? say("tab") : delimiter }),
  ];
  return (
    <Group gap="md">
      {facts.map((fact) => (
        <Text key={fact} size="sm" style={{ overflowWrap: "anywhere" }}>
          <bdi>{fact}</bdi>
        </Text>
      ))}
    </Group>
  );
}

const SHOWN = 24;

function columnsOf({ table, headings }: ImportSource, nameOf: (number: number) => string) {
  const width = Math.max(0, ...table.slice(0, 100).map((row) => row.length));
  return Array.from({ length: width }, (_, column) => {
    const heading = headings ? table[0]?.[column] : undefined;
    const example = table.find((row, index) => row[column] && index >= (headings ? 1 : 0))?.[
      column
    ];
    const text = heading || [nameOf(column + 1), example].filter(Boolean).join(": ");
    return { value: String(column), label: [...text].slice(0, SHOWN).join("") };
  });
}
