import { Modal, Text } from "@mantine/core";
import type { LiveMemberV2 } from "@parley/protocol/client";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { useConfirm } from "../ui/confirm.js";
import { Name } from "../ui/name.js";
import { shownName } from "../ui/shown-name.js";
import { AdjustForm } from "./adjust-form.js";
import { useCommands } from "./conference-context.js";
import { RenameForm } from "./rename-form.js";
import { TEXTS } from "./texts.js";
import { TransferForm } from "./transfer-form.js";

type DialogKind = "adjust" | "rename" | "transfer";
type OpenDialog = (kind: DialogKind | "kick", member: LiveMemberV2) => void;

const Context = createContext<OpenDialog | undefined>(undefined);

interface ProviderProps {
  readonly members: readonly LiveMemberV2[];
  readonly children: ReactNode;
}

/**
 * One dialog for all rows: a row that scrolls away, or whose place in the list changes, takes no open dialog with it.
 */
export function MemberDialogProvider({ members, children }: ProviderProps) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const { ask, dialog } = useConfirm();
  const [shown, setShown] = useState<{ kind: DialogKind; id: string }>();
  const open = useCallback<OpenDialog>(
    async (kind, { id, name, number }) => {
      if (kind !== "kick") {
        setShown({ kind, id });
        return;
      }
      const title = say("kickTitle", { name: shownName(name, number) });
      const sure = await ask({ title, confirm: say("kickConfirm"), dangerous: true });
      if (sure) void runFor(id, { command: "kick" });
    },
    [ask, runFor, say],
  );
  const member = members.find(({ id }) => id === shown?.id);
  const close = () => setShown(undefined);
  return (
    <Context.Provider value={open}>
      {children}
      {dialog}
      <Modal
        opened={member !== undefined}
        onClose={close}
        centered
        title={
          <Text component="div" fw={600} maw="70vw">
            {member ? <Name name={member.name} fallback={member.number} /> : null}
          </Text>
        }
        closeButtonProps={{ "aria-label": say("close") }}
      >
        {member && shown ? <Form kind={shown.kind} member={member} onDone={close} /> : null}
      </Modal>
    </Context.Provider>
  );
}

export interface FormProps {
  readonly member: LiveMemberV2;
  readonly onDone: () => void;
}

function Form({ kind, ...props }: FormProps & { readonly kind: DialogKind }) {
  switch (kind) {
    case "adjust":
      return <AdjustForm {...props} />;
    case "rename":
      return <RenameForm {...props} />;
    case "transfer":
      return <TransferForm {...props} />;
  }
}

export function useMemberDialog(): OpenDialog {
  const open = useContext(Context);
  if (!open) throw new Error("No dialogs above");
  return open;
}
