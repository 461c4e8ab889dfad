import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconPhone, IconVideo, IconVolume } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTexts } from "../i18n/index.js";
import { Quiet } from "../ui/quiet.js";
import { dialNumber } from "./dial-number.js";
import { useDial, usePhoneStatus, usePhoneView } from "./provider.js";
import { TEXTS } from "./texts.js";

export function DialForm() {
  const say = useTexts(TEXTS);
  const dial = useDial();
  const ready = usePhoneStatus().state === "registered";
  const echoTest = usePhoneView((view) => view.echoTest);
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const call = (video: boolean) => {
    if (dialNumber(typed) === undefined) setWrong(true);
    else dial(typed, "", { video });
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    call(false);
  };
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={say("number")}
          name="number"
          type="tel"
          autoComplete="off"
          size="lg"
          value={typed}
          error={wrong ? say("invalidNumber") : undefined}
          onChange={({ currentTarget: { value } }) => {
            setWrong(false);
            setTyped(value);
          }}
        />
        <Group gap="xs">
          <Button type="submit" disabled={!ready} leftSection={<IconPhone size={18} />}>
            {say("dial")}
          </Button>
          <Button
            variant="default"
            disabled={!ready}
            leftSection={<IconVideo size={18} />}
            onClick={() => call(true)}
          >
            {say("dialVideo")}
          </Button>
          {echoTest === undefined ? null : (
            <Button
              variant="default"
              disabled={!ready}
              leftSection={<IconVolume size={18} />}
              onClick={() => dial(echoTest, say("echoTest"))}
            >
              {say("echoTest")}
            </Button>
          )}
        </Group>
        {echoTest === undefined ? null : <Quiet>{say("echoHint", { number: echoTest })}</Quiet>}
      </Stack>
    </form>
  );
}
