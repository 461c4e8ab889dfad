import { AddDialog, AddForm, useEntryForm } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import { toast } from "../ui/toast.js";
import { ConferenceFields } from "./conference-fields.js";
import { CONFERENCE_SHAPE, EMPTY_CONFERENCE, newConferenceOf } from "./conference-values.js";
import { useAddConference } from "./conferences-changes.js";
import { TEXTS } from "./texts.js";

interface AddConferenceProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function AddConference({ opened, onClose }: AddConferenceProps) {
  const say = useTexts(TEXTS);
  return (
    <AddDialog opened={opened} onClose={onClose} title={say("add")}>
      <AddConferenceForm onClose={onClose} />
    </AddDialog>
  );
}

function AddConferenceForm({ onClose }: Pick<AddConferenceProps, "onClose">) {
  const say = useTexts(TEXTS);
  const add = useAddConference();
  const form = useEntryForm(CONFERENCE_SHAPE, EMPTY_CONFERENCE, add.error);
  const submit = () => {
    if (!form.check()) return;
    add.mutate(newConferenceOf(form.values), {
      onSuccess: ({ name, number }) => {
        toast.done(say("created", { name, number }));
        onClose();
      },
    });
  };
  return (
    <AddForm failure={form.failure} pending={add.isPending} onSubmit={submit} onCancel={onClose}>
      <ConferenceFields form={form} onChange={form.setValues} />
    </AddForm>
  );
}
