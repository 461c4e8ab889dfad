import { ActionIcon, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { toast } from "../ui/toast.js";
import { copyText } from "./copy.js";
import { TEXTS } from "./texts.js";

interface CopyButtonProps {
  readonly text: string;
  /** What it is, for the button's name. */
  readonly what: string;
}

const SHOWN_MS = 2000;

export function CopyButton({ text, what }: CopyButtonProps) {
  const say = useTexts(TEXTS);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const done = await copyText(text);
    setCopied(done);
    if (!done) toast.failed(say("copyFailed"));
  };
  return (
    <>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={say("copy", { what })}
        onClick={() => void copy()}
      >
        {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
      </ActionIcon>
      <VisuallyHidden role="status">{copied ? say("copied") : ""}</VisuallyHidden>
    </>
  );
}
