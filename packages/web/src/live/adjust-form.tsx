import { Button, Group, Slider, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../i18n/index.js";
import { shownName } from "../ui/shown-name.js";
import { useCommands } from "./conference-context.js";
import { Failure } from "./failure.js";
import type { FormProps } from "./member-dialogs.js";
import { TEXTS } from "./texts.js";

const STEPS = [-4, -2, 0, 2, 4].map((value) => ({
  value,
  label: value > 0 ? `+${value}` : String(value),
}));

/** Each slider takes effect when it is let go; what the switch says moves it. */
export function AdjustForm({ member, onDone }: FormProps) {
  const say = useTexts(TEXTS);
  const { runFor } = useCommands();
  const { id, volumeIn, volumeOut, energy } = member;
  const name = shownName(member.name, member.number);
  const volume = { min: -4, max: 4, marks: STEPS };
  return (
    <Stack gap="xl">
      <Setting
        {...volume}
        label={say("volumeIn", { name })}
        value={volumeIn}
        onSet={(level) => void runFor(id, { command: "volumeIn", level })}
      />
      <Setting
        {...volume}
        label={say("volumeOut", { name })}
        value={volumeOut}
        onSet={(level) => void runFor(id, { command: "volumeOut", level })}
      />
      <Setting
        min={0}
        max={2000}
        step={50}
        marks={[]}
        label={say("energy")}
        value={energy}
        onSet={(level) => void runFor(id, { command: "energy", level })}
      />
      <Failure target={id} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {say("close")}
        </Button>
      </Group>
    </Stack>
  );
}

interface SettingProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly marks: { value: number; label?: string | number }[];
  readonly onSet: (level: number) => void;
}

function Setting({ label, value, min, max, step = 1, marks, onSet }: SettingProps) {
  const [dragged, setDragged] = useState<number>();
  const shown = dragged ?? value;
  return (
    <div>
      <Text size="sm" component="div" mb={4}>
        <bdi>{label}</bdi>: <strong>{shown}</strong>
      </Text>
      <Slider
        thumbLabel={label}
        label={null}
        min={min}
        max={max}
        step={step}
        marks={marks}
        value={shown}
        onChange={setDragged}
        onChangeEnd={(level) => {
          setDragged(undefined);
          if (level !== value) onSet(level);
        }}
      />
    </div>
  );
}
