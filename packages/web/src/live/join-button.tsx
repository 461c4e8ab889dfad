import { Button } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useTexts } from "../i18n/index.js";
import { useDial } from "../phone/index.js";
import { TEXTS } from "./texts.js";

export function JoinButton({ number, name }: { readonly number: string; readonly name: string }) {
  const say = useTexts(TEXTS);
  const dial = useDial();
  return (
    <Button leftSection={<IconPhone size={18} />} onClick={() => dial(number, name)}>
      {say("join")}
    </Button>
  );
}
