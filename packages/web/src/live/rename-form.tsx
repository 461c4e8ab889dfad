import { Button, Group, Stack, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { useTexts } from "../i18n/index.js";
import { useCommands, useWork } from "./conference-context.js";
import { Failure } from "./failure.js";
import type { FormProps } from "./member-dialogs.js";
import { TEXTS } from "./texts.js";

export function RenameForm({ member, onDone }: FormProps) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const { pending } = useWork(member.id);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (await runFor(member.id, { command: "rename", name })) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <TextInput
          name="name"
          label={say("newName")}
          defaultValue={member.name}
          maxLength={128}
          required
          autoComplete="off"
          data-autofocus
        />
        <Failure target={member.id} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {say("cancel")}
          </Button>
          <Button type="submit" loading={pending.includes("rename")}>
            {say("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
