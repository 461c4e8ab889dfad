import type { KeyboardEvent, ReactNode } from "react";
import { type Question, useConfirm } from "../ui/confirm.js";

export interface DialogClose {
  readonly close: () => Promise<void>;
  /** For the Modal or Drawer. */
  readonly props: {
    readonly closeOnEscape: false;
    readonly onClose: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  };
  /** Has to stand beside it, not in it. */
  readonly dialog: ReactNode;
}

/**
 * Closing a dialog in which something may be lost: `question` is asked before. Mantine has every open dialog hear of
 * Escape at the window, so that one key closed a question together with what is below it, or the moment it was asked.
 * Here only the dialog in which the key was pressed hears it.
 */
export function useDialogClose(question: Question | undefined, onClose: () => void): DialogClose {
  const { ask, dialog } = useConfirm();
  const close = async () => {
    if (!question || (await ask(question))) onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    event.stopPropagation();
    void close();
  };
  return { close, dialog, props: { closeOnEscape: false, onClose: () => void close(), onKeyDown } };
}
