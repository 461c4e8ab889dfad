import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { FormEvent, ReactNode } from "react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

export interface AddDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Begins anew each time the dialog opens. */
  readonly children: ReactNode;
}

/** A dialog in which something new comes to be; a click beside it does not lose what was typed. */
export function AddDialog({ opened, onClose, title, children }: AddDialogProps) {
  const say = useTexts(TEXTS);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": say("close") }}
    >
      {opened ? children : null}
    </Modal>
  );
}

export interface AddFormProps {
  readonly failure: string | undefined;
  readonly pending: boolean;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** Fields, what no field is to blame for, and the two ways out. */
export function AddForm({ failure, pending, onSubmit, onCancel, children }: AddFormProps) {
  const say = useTexts(TEXTS);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {failure ? (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        ) : null}
        {children}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {say("cancel")}
          </Button>
          <Button type="submit" loading={pending}>
            {say("create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
