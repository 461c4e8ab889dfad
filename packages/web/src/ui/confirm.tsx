import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { TEXTS } from "./texts.js";

export interface Question {
  readonly title: string;
  readonly text?: ReactNode;
  /** The button that says yes; names what will happen. */
  readonly confirm: string;
  /** Something is lost for good. */
  readonly dangerous?: boolean;
}

/**
 * Asks before something is done: `if (await ask({ … })) …`. `dialog` has to stand in the page. Closing it is a no, and
 * so is leaving the page.
 */
export function useConfirm(): { ask: (question: Question) => Promise<boolean>; dialog: ReactNode } {
  const [question, setQuestion] = useState<Question>();
  const [open, setOpen] = useState(false);
  const settle = useRef<(yes: boolean) => void>(undefined);
  const ask = useCallback((next: Question) => {
    settle.current?.(false);
    setQuestion(next);
    setOpen(true);
    return new Promise<boolean>((resolve) => {
      settle.current = resolve;
    });
  }, []);
  useEffect(() => () => settle.current?.(false), []);
  const answer = (yes: boolean) => {
    setOpen(false);
    settle.current?.(yes);
    settle.current = undefined;
  };
  return { ask, dialog: <ConfirmDialog question={question} open={open} onAnswer={answer} /> };
}

interface DialogProps {
  readonly question: Question | undefined;
  readonly open: boolean;
  readonly onAnswer: (yes: boolean) => void;
}

function ConfirmDialog({ question, open, onAnswer }: DialogProps) {
  const say = useTexts(TEXTS);
  return (
    <Modal
      opened={open}
      onClose={() => onAnswer(false)}
      title={question?.title}
      centered
      closeButtonProps={{ "aria-label": say("close") }}
    >
      <Stack>
        {question?.text ? <Text component="div">{question.text}</Text> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => onAnswer(false)} data-autofocus>
            {say("cancel")}
          </Button>
          <Button {...(question?.dangerous ? { color: "red" } : {})} onClick={() => onAnswer(true)}>
            {question?.confirm}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
