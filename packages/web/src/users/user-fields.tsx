import { NativeSelect, Stack, TextInput } from "@mantine/core";
import type { EntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";
import type { UserField, UserValues } from "./user-values.js";
import { useContexts } from "./users-list.js";

export interface UserFieldsProps {
  readonly form: Pick<EntryForm<UserField>, "values" | "problems">;
  readonly onChange: (values: UserValues) => void;
  /** A new user; for one that is, nothing is chosen by the server. */
  readonly fresh?: boolean;
}

const LABELS = {
  name: "name",
  email: "email",
  context: "context",
  conferencePin: "pin",
  mac: "mac",
} as const;
const HINTS = {
  name: "nameHint",
  email: undefined,
  context: "contextHint",
  conferencePin: "pinHint",
  mac: "macHint",
} as const;

/** The fields of a user, for a new one and for one that is. */
export function UserFields({ form, onChange, fresh = false }: UserFieldsProps) {
  const { values, problems } = form;
  const say = useTexts(TEXTS);
  const contexts = useContexts();
  const names = contexts.data?.items.map(({ name }) => name) ?? [];
  const hints = fresh ? HINTS : { ...HINTS, conferencePin: "pinChangeHint" as const };
  const propsOf = (field: UserField) => ({
    label: say(LABELS[field]),
    description: hints[field] === undefined ? undefined : say(hints[field]),
    error: problems[field],
    value: values[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      onChange({ ...values, [field]: currentTarget.value }),
    autoComplete: "off",
  });
  const known = names.includes(values.context) ? names : ["", ...names];
  return (
    <Stack gap="sm">
      <TextInput {...propsOf("name")} maxLength={64} withAsterisk data-autofocus />
      <TextInput {...propsOf("email")} type="email" maxLength={320} withAsterisk />
      <NativeSelect {...propsOf("context")} data={known} withAsterisk />
      <TextInput {...propsOf("conferencePin")} inputMode="numeric" maxLength={32} />
      <TextInput {...propsOf("mac")} maxLength={32} spellCheck={false} />
    </Stack>
  );
}
