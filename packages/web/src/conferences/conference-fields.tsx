import { NativeSelect, Stack, TextInput } from "@mantine/core";
import type { TypesV2 } from "@parley/protocol/client";
import type { EntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import type { ConferenceField, ConferenceValues } from "./conference-values.js";
import { useContextNames, useTypes } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

interface ConferenceFieldsProps {
  readonly form: Pick<EntryForm<ConferenceField>, "values" | "problems">;
  readonly onChange: (values: ConferenceValues) => void;
}

/** The fields of a conference, for a new one and for one that is. */
export function ConferenceFields({ form, onChange }: ConferenceFieldsProps) {
  const { values, problems } = form;
  const say = useTexts(TEXTS);
  const typeLabel = useTypeLabel();
  const contexts = useContextNames();
  const types = useTypes(true);
  const propsOf = (field: ConferenceField) => ({
    label: say(field),
    error: problems[field],
    value: values[field],
    withAsterisk: true,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...values, [field]: currentTarget.value }),
  });
  const choices = types.map((type) => ({ value: type.name, label: typeLabel(type) }));
  const knownType = types.some(({ name }) => name === values.type);
  return (
    <Stack gap="sm">
      <TextInput {...propsOf("name")} maxLength={64} autoComplete="off" data-autofocus />
      <NativeSelect
        {...propsOf("type")}
        description={say("typeHint")}
        data={knownType ? choices : [{ value: values.type, label: values.type }, ...choices]}
      />
      <NativeSelect
        {...propsOf("context")}
        description={say("contextHint")}
        data={contexts.includes(values.context) ? [...contexts] : [values.context, ...contexts]}
      />
    </Stack>
  );
}

export function useTypeLabel() {
  const say = useTexts(TEXTS);
  return ({ name, video, rate }: TypesV2["items"][number]): string =>
    rate === undefined
      ? name
      : say(video ? "typeVideo" : "typeAudio", { name, rate: Math.round(rate / 1000) });
}
