import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { FormEvent } from "react";
import { useTexts } from "../i18n/index.js";
import { PasswordOnce } from "./password-once.js";
import { TEXTS } from "./texts.js";
import { useUserForm } from "./use-user-form.js";
import { UserFields } from "./user-fields.js";
import { EMPTY_USER, newUserOf } from "./user-values.js";
import { useAddUser } from "./users-changes.js";

interface AddUserProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddUser({ opened, onClose }: AddUserProps) {
  const say = useTexts(TEXTS);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say("add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": say("close") }}
    >
      {opened ? <AddUserForm onClose={onClose} /> : null}
    </Modal>
  );
}

function AddUserForm({ onClose }: Pick<AddUserProps, "onClose">) {
  const say = useTexts(TEXTS);
  const add = useAddUser();
  const form = useUserForm(EMPTY_USER, add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.check()) add.mutate(newUserOf(form.values));
  };
  if (add.data) return <Added user={add.data} onClose={onClose} />;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {form.failure ? (
          <Alert color="red" role="alert">
            {form.failure}
          </Alert>
        ) : null}
        <UserFields fresh values={form.values} onChange={form.setValues} problems={form.problems} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button type="submit" loading={add.isPending}>
            {say("create")}
          </Button>
        </Group>
      </Stack>
    </form>
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
