import { NativeSelect, Stack, Title } from "@mantine/core";
import { useTexts } from "../i18n/index.js";
import { CameraTrial, MicrophoneTrial, SpeakerTrial } from "./device-trials.js";
import type { DeviceKind } from "./media.js";
import { canChooseSpeaker } from "./speakers.js";
import { TEXTS } from "./texts.js";
import { useDevices } from "./use-devices.js";

const LABELS = { microphone: "microphone", speaker: "speaker", camera: "cameraDevice" } as const;

/** Chooses devices, also while a call goes on, and tries them. */
export function DeviceSettings() {
  const say = useTexts(TEXTS);
  const { devices, chosen, choose, refresh } = useDevices();
  const select = (kind: DeviceKind) => (
    <NativeSelect
      label={say(LABELS[kind])}
      value={devices[kind].some(({ id }) => id === chosen[kind]) ? chosen[kind] : ""}
      onChange={({ currentTarget: { value } }) => choose(kind, value)}
      data={[
        { value: "", label: say("standard") },
        ...devices[kind]
          .filter(({ id }) => id !== "default")
          .map(({ id, label }) => ({ value: id, label })),
      ]}
    />
  );
  return (
    <Stack gap="sm">
      <Title order={2} size="h3">
        {say("devices")}
      </Title>
      {select("microphone")}
      <MicrophoneTrial key={`microphone ${chosen.microphone}`} onOpened={refresh} />
      {canChooseSpeaker() ? select("speaker") : null}
      <SpeakerTrial />
      {select("camera")}
      <CameraTrial key={`camera ${chosen.camera}`} onOpened={refresh} />
    </Stack>
  );
}
