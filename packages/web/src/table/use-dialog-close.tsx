import { useWindowEvent } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
import { type Question, useConfirm } from "../ui/confirm.js";

export interface DialogClose {
  readonly close: () => Promise<void>;
  /** For the Modal or Drawer. */
  readonly props: {
    readonly ref: RefObject<HTMLDivElement | null>;
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
  const ref = useRef<HTMLDivElement>(null);
  const close = async () => {
    if (!question || (await ask(question))) onClose();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    event.stopPropagation();
    void close();
  };
  // A button that was focused and became disabled leaves the focus to the page: then the topmost dialog is meant.
  useWindowEvent("keydown", ({ key, target }) => {
    if (key !== "Escape" || target !== document.body) return;
    const topmost = [...document.querySelectorAll('[role="dialog"]')].at(-1);
    if (topmost && ref.current?.contains(topmost)) void close();
  });
  const props = { ref, closeOnEscape: false, onClose: () => void close(), onKeyDown } as const;
  return { close, dialog, props };
}
