import { Alert, Button, FileInput, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { PARTS, type Part, partOf } from "./part-of.js";
import { TEXTS } from "./texts.js";
import { useUpload } from "./use-archive.js";

export interface UploadDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Takes in an archive that was downloaded here, or made elsewhere. */
export function UploadDialog({ opened, onClose }: UploadDialogProps) {
  const say = useTexts(TEXTS);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say("uploadTitle")}
      centered
      closeButtonProps={{ "aria-label": say("close") }}
    >
      <UploadForm onClose={onClose} />
    </Modal>
  );
}

/** As the server takes it; the file's name is made of it. */
const LABEL = /^[A-Za-z0-9_]{0,40}$/;

/** Begins empty each time the dialog opens. */
function UploadForm({ onClose }: Pick<UploadDialogProps, "onClose">) {
  const say = useTexts(TEXTS);
  const problemText = useProblemText();
  const [file, setFile] = useState<File | null>(null);
  const [part, setPart] = useState<Part>("freeswitch");
  const [label, setLabel] = useState("");
  const { mutate, isPending, error } = useUpload(onClose);
  const fits = LABEL.test(label);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file && fits) mutate({ file, part, label });
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    if (chosen) setPart(partOf(chosen.name));
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <FileInput
          label={say("archiveFile")}
          description={say("archiveFileHint")}
          placeholder={say("choose")}
          accept=".gz,.tgz,.age,application/gzip"
          value={file}
          onChange={choose}
          required
          data-autofocus
        />
        <Select
          label={say("part")}
          data={PARTS.map((value) => ({ value, label: say(value) }))}
          value={part}
          onChange={(value) => setPart(PARTS.find((each) => each === value) ?? part)}
          allowDeselect={false}
        />
        <TextInput
          label={say("label")}
          description={say("labelHint")}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
          error={fits ? undefined : say("labelHint")}
          maxLength={40}
        />
        {error ? (
          <Alert color="red" role="alert" title={say("notUploaded")}>
            {problemText(error)}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say("cancel")}
          </Button>
          <Button type="submit" loading={isPending} disabled={!file || !fits}>
            {say("upload")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
