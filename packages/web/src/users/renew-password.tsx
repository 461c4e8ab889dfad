import { Alert, Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import type { UserV2 } from "@parley/protocol/client";
import { type FormEvent, useState } from "react";
import { useProblemText } from "../api/index.js";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { useConfirm } from "../ui/confirm.js";
import { PasswordOnce } from "./password-once.js";
import { TEXTS } from "./texts.js";
import { useNewPassword } from "./users-changes.js";

interface RenewPasswordProps {
  readonly user: UserV2;
  /** The user is being changed: the number may become another one. */
  readonly disabled: boolean;
}

/** A new password: made up by the server and shown once, but for oneself typed, since setting it ends the session. */
export function RenewPassword({ user, disabled }: RenewPasswordProps) {
  const say = useTexts(TEXTS);
  const me = useMe();
  return (
    <Stack gap="xs" component="section" aria-label={say("passwordHeading")}>
      <Title order={3} size="h5">
        {say("passwordHeading")}
      </Title>
      {user.id === me.id ? (
        <OwnPassword user={user} disabled={disabled} />
      ) : (
        <MadeUpPassword user={user} disabled={disabled} />
      )}
    </Stack>
  );
}

function MadeUpPassword({ user: { id, name }, disabled }: RenewPasswordProps) {
  const say = useTexts(TEXTS);
  const renew = useNewPassword();
  const { ask, dialog } = useConfirm();
  const start = async () => {
    const text = say("renewText", { name });
    if (await ask({ title: say("renewTitle"), text, confirm: say("renew") })) renew.mutate({ id });
  };
  return (
    <>
      {renew.data ? <PasswordOnce password={renew.data.password} /> : null}
      <Failure error={renew.error} />
      <Group gap="sm">
        <Button
          variant="default"
          disabled={disabled}
          loading={renew.isPending}
          onClick={() => void start()}
        >
          {say("renew")}
        </Button>
        <Text size="sm" c="dimmed" flex="1 1 10rem">
          {say("renewHint")}
        </Text>
      </Group>
      {dialog}
    </>
  );
}

function OwnPassword({ user: { id, name }, disabled }: RenewPasswordProps) {
  const say = useTexts(TEXTS);
  const renew = useNewPassword();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password !== "") renew.mutate({ id, password });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" align="start">
        <Failure error={renew.error} />
        {/* Tells password managers whose it is. */}
        <input type="text" autoComplete="username" value={name} readOnly hidden />
        <PasswordInput
          w="100%"
          label={say("ownPassword")}
          description={say("ownPasswordHint")}
          autoComplete="new-password"
          value={password}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          disabled={disabled || password === ""}
          loading={renew.isPending}
        >
          {say("ownPasswordSet")}
        </Button>
      </Stack>
    </form>
  );
}

function Failure({ error }: { readonly error: unknown }) {
  const problemText = useProblemText();
  if (!error) return null;
  return (
    <Alert color="red" role="alert">
      {problemText(error)}
    </Alert>
  );
}
