import { Button, Group, Paper, Text } from "@mantine/core";
import { IconPhone, IconPhoneOff, IconVideo } from "@tabler/icons-react";
import { useEffect, useId, useRef } from "react";
import { useTexts } from "../i18n/index.js";
import { Name } from "../ui/name.js";
import { Quiet } from "../ui/quiet.js";
import { CallerName } from "./caller-name.js";
import classes from "./dock.module.css";
import { usePhone, usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";
import type { Call, DialOptions } from "./types.js";
import { useNotification } from "./use-notification.js";

/** Somebody calls: takes the focus, and gives it back when it is answered or over. */
export function IncomingCall({ call }: { readonly call: Call }) {
  const say = useTexts(TEXTS);
  const phone = usePhone();
  const title = useId();
  const noMicrophone = usePhoneView(({ trouble }) => trouble?.includes("microphone") ?? false);
  const first = useRef<HTMLButtonElement>(null);
  useFocusWhile(first);
  useNotification(call);
  const answer = (options: DialOptions) => phone.ask(({ desk }) => desk.answer(call.id, options));
  return (
    <Paper
      role="alertdialog"
      aria-labelledby={title}
      withBorder
      shadow="md"
      p="sm"
      className={`${classes["card"]} ${classes["incoming"]}`}
    >
      <div id={title}>
        <Text size="sm">{say("incoming")}</Text>
        <Text fw={700} size="lg" component="div">
          <CallerName call={call} />
        </Text>
        {call.name ? (
          <Quiet>
            <Name name={call.number} />
          </Quiet>
        ) : null}
      </div>
      <Group gap="xs" mt="sm" grow preventGrowOverflow={false}>
        <Button
          ref={first}
          color="teal"
          leftSection={<IconPhone size={18} />}
          onClick={() => answer({})}
        >
          {say("answer")}
        </Button>
        {call.offersVideo ? (
          <Button
            variant="default"
            leftSection={<IconVideo size={18} />}
            onClick={() => answer({ video: true })}
          >
            {say("answerVideo")}
          </Button>
        ) : null}
        {noMicrophone ? (
          <Button variant="default" onClick={() => answer({ listening: true })}>
            {say("answerListening")}
          </Button>
        ) : null}
        <Button
          color="red.9"
          leftSection={<IconPhoneOff size={18} />}
          onClick={() => phone.ask(({ desk }) => desk.end(call.id))}
        >
          {say("decline")}
        </Button>
      </Group>
    </Paper>
  );
}

function useFocusWhile(target: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    const own = target.current;
    own?.focus();
    return () => {
      const moved = document.activeElement !== own && document.activeElement !== document.body;
      if (!moved && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [target]);
}
