import { Alert, Button, Drawer, Group, Stack } from "@mantine/core";
import type { ConferenceV2 } from "@parley/protocol/client";
import { type FormEvent, useState } from "react";
import { useEntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import { useDialogClose } from "../table/index.js";
import { toast } from "../ui/toast.js";
import { ConferenceFields } from "./conference-fields.js";
import { CONFERENCE_SHAPE, isChanged, patchOf, valuesOf } from "./conference-values.js";
import { useChangeConference } from "./conferences-changes.js";
import { useLiveByNumber } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

interface EditConferenceProps {
  /** Undefined: none is edited. */
  readonly conference: ConferenceV2 | undefined;
  readonly onClose: () => void;
}

export function EditConference({ conference, onClose }: EditConferenceProps) {
  const say = useTexts(TEXTS);
  const [dirty, setDirty] = useState(false);
  const done = () => {
    setDirty(false);
    onClose();
  };
  const question = { title: say("discardTitle"), confirm: say("discard"), dangerous: true };
  const guard = useDialogClose(dirty ? question : undefined, done);
  return (
    <>
      <Drawer
        opened={conference !== undefined}
        {...guard.props}
        position="right"
        size="md"
        title={conference ? say("editTitle", { number: conference.number }) : ""}
        closeButtonProps={{ "aria-label": say("close") }}
      >
        {conference ? (
          <EditForm
            key={conference.number}
            conference={conference}
            onDirty={setDirty}
            onDone={done}
          />
        ) : null}
      </Drawer>
      {guard.dialog}
    </>
  );
}

interface EditFormProps {
  readonly conference: ConferenceV2;
  readonly onDirty: (dirty: boolean) => void;
  readonly onDone: () => void;
}

function EditForm({ conference, onDirty, onDone }: EditFormProps) {
  const say = useTexts(TEXTS);
  const change = useChangeConference();
  const live = useLiveByNumber().has(conference.number);
  const before = valuesOf(conference);
  const form = useEntryForm(CONFERENCE_SHAPE, before, change.error);
  const dirty = isChanged(before, form.values);
  const { number } = conference;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!dirty || !form.check()) return;
    const request = { number, patch: patchOf(before, form.values) };
    change.mutate(request, {
      onSuccess: (saved) => {
        const moved = saved.number !== number;
        toast.done(
          moved ? say("newNumber", { number: saved.number, before: number }) : say("saved"),
        );
        onDone();
      },
    });
  };
  const update = (values: typeof form.values) => {
    form.setValues(values);
    onDirty(isChanged(before, values));
  };
  return (
    <form onSubmit={save} noValidate>
      <Stack>
        {live ? <Alert color="orange">{say("liveWarning")}</Alert> : null}
        {form.values.context === conference.context ? null : (
          <Alert color="orange" role="status">
            {say("newNumberWarning", { number })}
          </Alert>
        )}
        {form.failure ? (
          <Alert color="red" role="alert">
            {form.failure}
          </Alert>
        ) : null}
        <ConferenceFields form={form} onChange={update} />
        <Group justify="flex-end">
          <Button type="submit" disabled={!dirty} loading={change.isPending}>
            {say("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
