import { Alert, Group, TextInput } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { CopyButton } from "../table/index.js";
import { TEXTS } from "./texts.js";

/** A password that was just made, for as long as this is on the page. */
export function PasswordOnce({ password }: { readonly password: string }) {
  const say = useTexts(TEXTS);
  return (
    <Alert color="yellow" role="status">
      <Group align="end" wrap="nowrap" gap="xs">
        <TextInput
          label={say("password")}
          description={say("passwordOnce")}
          value={password}
          readOnly
          flex={1}
          autoComplete="off"
          spellCheck={false}
          styles={{ input: { fontFamily: "monospace" } }}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton text={password} what={say("password")} />
      </Group>
    </Alert>
  );
}
