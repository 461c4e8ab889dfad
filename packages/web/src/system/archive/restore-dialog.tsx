import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import type { ArchiveKey, SnapshotV2 } from "@parley/protocol/client";
import { useState } from "react";
import { useProblemText } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useFormats } from "../../recordings/formats.js";
import { Difference } from "./difference.js";
import { KeyForm } from "./key-form.js";
import { TEXTS } from "./texts.js";
import { isRefused, isShut, type TriedKey, useDifference } from "./use-archive.js";

export interface RestoreDialogProps {
  /** Stays while the dialog closes. */
  readonly snapshot: SnapshotV2;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onRestore: (key: ArchiveKey | undefined) => void;
}

/** Shows what a restore would change before it does; asks for the key of a snapshot that none of the server's opens. */
export function RestoreDialog({ snapshot, opened, onClose, onRestore }: RestoreDialogProps) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={say("askRestore", { moment: formats.moment(snapshot.createdAt) })}
      centered
      size="lg"
      closeButtonProps={{ "aria-label": say("close") }}
    >
      <Comparison file={snapshot.file} onClose={onClose} onRestore={onRestore} />
    </Modal>
  );
}

interface ComparisonProps extends Pick<RestoreDialogProps, "onClose" | "onRestore"> {
  readonly file: string;
}

/** The keys that were tried go with it when the dialog closes. */
function Comparison({ file, onClose, onRestore }: ComparisonProps) {
  const say = useTexts(TEXTS);
  const [tried, setTried] = useState<TriedKey>();
  const { data, error, isFetching } = useDifference(file, tried);
  const problemText = useProblemText();
  const shut = isShut(error);
  const wrong = isRefused(error) ? say("wrongKey") : problemText(error);
  return (
    <Stack>
      <Text>{say("restoreText")}</Text>
      {shut || (tried && !data) ? (
        <KeyForm
          fault={shut && tried ? wrong : undefined}
          busy={isFetching}
          onKey={(key) => setTried({ attempt: (tried?.attempt ?? 0) + 1, key })}
        />
      ) : null}
      {shut ? null : <Difference items={data?.items} error={error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {say("cancel")}
        </Button>
        <Button color="red" disabled={!data} onClick={() => onRestore(tried?.key)}>
          {say("confirmRestore")}
        </Button>
      </Group>
    </Stack>
  );
}
