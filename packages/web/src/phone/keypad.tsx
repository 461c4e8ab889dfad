import { Button, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTexts } from "../i18n/index.js";
import classes from "./dock.module.css";
import { usePhone } from "./provider.js";
import { TEXTS } from "./texts.js";

const DIGITS = "123456789*0#";
/** Of a keyboard; A to D are on no telephone people know. */
const TYPED = /^[0-9*#]$/;
const SHOWN = 24;

/** Sends digits into the call, by click or by key while the focus is in it. */
export function Keypad({ call }: { readonly call: string }) {
  const say = useTexts(TEXTS);
  const { ask } = usePhone();
  const [sent, setSent] = useState("");
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = (digit: string) => {
    ask(({ desk }) => desk.digit(call, digit));
    setSent((before) => (before + digit).slice(-SHOWN));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !TYPED.test(event.key)) return;
    event.preventDefault();
    send(event.key);
  };
  return (
    <Stack gap="xs" role="group" aria-label={say("keypad")} onKeyDown={onKeyDown}>
      <Text
        size="sm"
        ta="center"
        component="output"
        aria-label={say("digits")}
        className={classes["digits"] ?? ""}
      >
        {sent}
      </Text>
      <div className={classes["keys"]}>
        {[...DIGITS].map((digit, index) => (
          <Button
            key={digit}
            ref={index === 0 ? first : null}
            variant="default"
            aria-label={say("digit", { digit })}
            onClick={() => send(digit)}
          >
            {digit}
          </Button>
        ))}
      </div>
    </Stack>
  );
}
