import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconFileImport, IconPlus } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { AddConference } from "./add-conference.js";
import { ConferencesImport } from "./conferences-import.js";
import { TEXTS } from "./texts.js";

/** The ways to new conferences, with their dialogs. */
export function Administration() {
  const say = useTexts(TEXTS);
  const [adding, add] = useDisclosure();
  const [importing, imports] = useDisclosure();
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
        onClick={imports.open}
      >
        {say("addMany")}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>
        {say("add")}
      </Button>
      <AddConference opened={adding} onClose={add.close} />
      <ConferencesImport opened={importing} onClose={imports.close} />
    </>
  );
}
