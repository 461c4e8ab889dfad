import { Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent } from "react";
import { useTexts } from "../i18n/index.js";
import { toast } from "../ui/toast.js";
import { ConferenceFields } from "./conference-fields.js";
import { EMPTY_CONFERENCE, newConferenceOf } from "./conference-values.js";
import { useAddConference } from "./conferences-changes.js";
import { TEXTS } from "./texts.js";
import { useConferenceForm } from "./use-conference-form.js";

interface AddConferenceProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddConference({ opened, onClose }: AddConferenceProps) {
  const say = useTexts(TEXTS);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say("add")}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": say("close") }}
    >
      {opened ? <AddForm onClose={onClose} /> : null}
    </Modal>
  );
}

function AddForm({ onClose }: Pick<AddConferenceProps, "onClose">) {
  const say = useTexts(TEXTS);
  const add = useAddConference();
  const form = useConferenceForm(EMPTY_CONFERENCE, add.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!form.check()) return;
    add.mutate(newConferenceOf(form.values), {
      onSuccess: ({ name, number }) => {
        toast.done(say("created", { name, number }));
        onClose();
      },
    });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ConferenceFields form={form} onChange={form.setValues} />
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
