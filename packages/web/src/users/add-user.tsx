import { Button, Group, Stack, Text } from "@mantine/core";
import { AddDialog, AddForm, useEntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import { PasswordOnce } from "./password-once.js";
import { TEXTS } from "./texts.js";
import { UserFields } from "./user-fields.js";
import { EMPTY_USER, newUserOf, USER_SHAPE } from "./user-values.js";
import { useAddUser } from "./users-changes.js";

interface AddUserProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddUser({ opened, onClose }: AddUserProps) {
  const say = useTexts(TEXTS);
  return (
    <AddDialog opened={opened} onClose={onClose} title={say("add")}>
      <AddUserForm onClose={onClose} />
    </AddDialog>
  );
}

function AddUserForm({ onClose }: Pick<AddUserProps, "onClose">) {
  const add = useAddUser();
  const form = useEntryForm(USER_SHAPE, EMPTY_USER, add.error);
  const submit = () => {
    if (form.check()) add.mutate(newUserOf(form.values));
  };
  if (add.data) return <Added user={add.data} onClose={onClose} />;
  return (
    <AddForm failure={form.failure} pending={add.isPending} onSubmit={submit} onCancel={onClose}>
      <UserFields fresh form={form} onChange={form.setValues} />
    </AddForm>
  );
}

interface AddedProps extends Pick<AddUserProps, "onClose"> {
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly password?: string | undefined;
  };
}

function Added({ user: { id, name, password }, onClose }: AddedProps) {
  const say = useTexts(TEXTS);
  return (
    <Stack>
      <Text role="status">
        <bdi>{say("created", { name, id })}</bdi>
      </Text>
      {password === undefined ? null : <PasswordOnce password={password} />}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {say("close")}
        </Button>
      </Group>
    </Stack>
  );
}
