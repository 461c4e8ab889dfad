import { ActionIcon, Button, Group, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { UserV2 } from "@parley/protocol/client";
import { IconFileImport, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { useMay } from "../session/index.js";
import {
  DataTable,
  Pager,
  SelectionBar,
  useListState,
  useSelection,
  useValidPage,
} from "../table/index.js";
import { Empty } from "../ui/empty.js";
import { Page } from "../ui/page.js";
import { AddUser } from "./add-user.js";
import { EditUser } from "./edit-user.js";
import { TEXTS } from "./texts.js";
import { useRemoval } from "./use-removal.js";
import { useUserColumns } from "./user-columns.js";
import { UsersFilters } from "./users-filters.js";
import { UsersImport } from "./users-import.js";
import { USERS_SHAPE, userId, useUsers } from "./users-list.js";

export default function UsersScreen() {
  const say = useTexts(TEXTS);
  const writes = useMay()("users.write");
  const list = useListState(USERS_SHAPE);
  const { state, change } = list;
  const users = useUsers(state);
  useValidPage(list, users.data?.total);
  const selection = useSelection(userId);
  const removal = useRemoval(selection);
  const [edited, setEdited] = useState<UserV2>();
  const [adding, add] = useDisclosure();
  const [importing, imports] = useDisclosure();
  const columns = useUserColumns(writes ? setEdited : undefined);
  const actions = (user: UserV2) => (
    <RowActions user={user} onEdit={setEdited} onRemove={(each) => void removal.start([each])} />
  );
  return (
    <Page
      title={say("title")}
      actions={writes ? <Actions onAdd={add.open} onImport={imports.open} /> : null}
    >
      <Stack gap="sm">
        <UsersFilters state={state} change={change} />
        {writes ? (
          <SelectionBar
            selection={selection}
            pending={removal.pending}
            onRemove={(rows) => void removal.start(rows)}
          />
        ) : null}
        <DataTable
          label={say("title")}
          columns={columns}
          rows={users.data?.items ?? []}
          idOf={userId}
          nameOf={({ name }) => name}
          query={users}
          sort={state.sort}
          onSort={(sort) => change({ sort: sort as typeof state.sort })}
          selection={writes ? selection : undefined}
          actions={writes ? actions : undefined}
          empty={<NobodyFound onReset={() => change({ search: "", filters: {} })} />}
        />
        <Pager {...state} total={users.data?.total} onChange={change} />
      </Stack>
      {removal.dialog}
      <AddUser opened={adding} onClose={add.close} />
      <UsersImport opened={importing} onClose={imports.close} />
      <EditUser user={edited} onClose={() => setEdited(undefined)} />
    </Page>
  );
}

interface ActionsProps {
  readonly onAdd: () => void;
  readonly onImport: () => void;
}

function Actions({ onAdd, onImport }: ActionsProps) {
  const say = useTexts(TEXTS);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} aria-hidden />}
        onClick={onImport}
      >
        {say("addMany")}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
        {say("add")}
      </Button>
    </>
  );
}

function NobodyFound({ onReset }: { readonly onReset: () => void }) {
  const say = useTexts(TEXTS);
  const reset = (
    <Button variant="default" onClick={onReset}>
      {say("resetFilters")}
    </Button>
  );
  return <Empty title={say("empty")} text={say("emptyHint")} action={reset} />;
}

interface RowActionsProps {
  readonly user: UserV2;
  readonly onEdit: (user: UserV2) => void;
  readonly onRemove: (user: UserV2) => void;
}

function RowActions({ user, onEdit, onRemove }: RowActionsProps) {
  const say = useTexts(TEXTS);
  const { name } = user;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      <ActionIcon variant="subtle" aria-label={say("edit", { name })} onClick={() => onEdit(user)}>
        <IconPencil size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="red"
        aria-label={say("remove", { name })}
        onClick={() => onRemove(user)}
      >
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
