import { Alert, Button, Divider, Drawer, Group, Stack } from "@mantine/core";
import type { UserV2 } from "@parley/protocol/client";
import { type FormEvent, useState } from "react";
import { useEntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import { useMe } from "../session/index.js";
import { useDialogClose } from "../table/index.js";
import { toast } from "../ui/toast.js";
import { PhoneSetup } from "./phone-setup.js";
import { RenewPassword } from "./renew-password.js";
import { TEXTS } from "./texts.js";
import { UserFields } from "./user-fields.js";
import { isChanged, patchOf, USER_SHAPE, valuesOf } from "./user-values.js";
import { useChangeUser } from "./users-changes.js";

interface EditUserProps {
  /** Undefined: nobody is edited. */
  readonly user: UserV2 | undefined;
  readonly onClose: () => void;
}

export function EditUser({ user, onClose }: EditUserProps) {
  const say = useTexts(TEXTS);
  const [dirty, setDirty] = useState(false);
  const question = { title: say("discardTitle"), confirm: say("discard"), dangerous: true };
  const guard = useDialogClose(dirty ? question : undefined, () => {
    setDirty(false);
    onClose();
  });
  return (
    <>
      <Drawer
        opened={user !== undefined}
        {...guard.props}
        position="right"
        size="md"
        title={say("editTitle")}
        closeButtonProps={{ "aria-label": say("close") }}
      >
        {user ? <EditForm key={user.id} first={user} onDirty={setDirty} /> : null}
      </Drawer>
      {guard.dialog}
    </>
  );
}

interface EditFormProps {
  readonly first: UserV2;
  readonly onDirty: (dirty: boolean) => void;
}

/** `first` is the user as the list had it; what the server answers takes its place. */
function EditForm({ first, onDirty }: EditFormProps) {
  const say = useTexts(TEXTS);
  const [user, setUser] = useState(first);
  const change = useChangeUser();
  const form = useEntryForm(USER_SHAPE, valuesOf(first), change.error);
  const before = valuesOf(user);
  const dirty = isChanged(before, form.values);
  const update = (values: typeof form.values) => {
    form.setValues(values);
    onDirty(isChanged(before, values));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!dirty || !form.check()) return;
    const request = { id: user.id, patch: patchOf(before, form.values) };
    change.mutate(request, {
      onSuccess: (saved) => {
        setUser(saved);
        form.setValues(valuesOf(saved));
        onDirty(false);
        toast.done(say("saved"));
      },
    });
  };
  return (
    <Stack>
      <form onSubmit={save} noValidate>
        <Stack>
          <Notices user={user} first={first} context={form.values.context} failure={form.failure} />
          <UserFields form={form} onChange={update} />
          <Group justify="flex-end">
            <Button type="submit" disabled={!dirty} loading={change.isPending}>
              {say("save")}
            </Button>
          </Group>
        </Stack>
      </form>
      <Divider />
      <RenewPassword user={user} disabled={change.isPending} />
      <Divider />
      <PhoneSetup user={user} />
    </Stack>
  );
}

interface NoticesProps {
  readonly user: UserV2;
  readonly first: UserV2;
  readonly context: string;
  readonly failure: string | undefined;
}

function Notices({ user, first, context, failure }: NoticesProps) {
  const say = useTexts(TEXTS);
  const me = useMe();
  return (
    <>
      {failure ? (
        <Alert color="red" role="alert">
          {failure}
        </Alert>
      ) : null}
      {user.id === first.id ? null : (
        <Alert color="teal" role="status">
          {say("newNumber", { id: user.id, before: first.id })}
        </Alert>
      )}
      {context === user.context ? null : (
        <Alert color="orange" role="status">
          {say("newNumberWarning", { id: user.id })}
        </Alert>
      )}
      {user.id === me.id ? <Alert color="orange">{say("ownAccount")}</Alert> : null}
    </>
  );
}
