import { Button, Group, Select, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useParams } from "wouter";
import { api } from "../api/index.js";
import { useFeed } from "../feed/index.js";
import { useTexts } from "../i18n/index.js";
import { shownName } from "../ui/shown-name.js";
import { useCommands, useWork } from "./conference-context.js";
import { Failure } from "./failure.js";
import type { FormProps } from "./member-dialogs.js";
import { TEXTS } from "./texts.js";

/** Where else somebody could go: every configured conference but this one. */
function useTargets(): { value: string; label: string }[] {
  const { id = "" } = useParams<{ id: string }>();
  const here = useFeed(({ conferences }) => conferences.get(id)?.number);
  const query = { joinable: "true", pageSize: 500, sort: "name" } as const;
  const { data } = useQuery({
    queryKey: ["conferences", query],
    queryFn: ({ signal }) => api.call("conferences.list", { query, signal }),
  });
  return (data?.items ?? [])
    .filter(({ number }) => number !== here)
    .map(({ number, name }) => ({
      value: number,
      label: `${shownName(name, number)} (${number})`,
    }));
}

export function TransferForm({ member, onDone }: FormProps) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const { pending } = useWork(member.id);
  const targets = useTargets();
  const [conference, setConference] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (conference === null) return;
    if (await runFor(member.id, { command: "transfer", conference })) onDone();
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Select
          label={say("target")}
          data={targets}
          value={conference}
          onChange={setConference}
          searchable
          limit={100}
          data-autofocus
        />
        <Failure target={member.id} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {say("cancel")}
          </Button>
          <Button
            type="submit"
            disabled={conference === null}
            loading={pending.includes("transfer")}
          >
            {say("doTransfer")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
