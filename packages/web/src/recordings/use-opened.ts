import type { RecordingV2 } from "@parley/protocol/client";
import { useState } from "react";

export interface Opened {
  readonly recording: RecordingV2;
  /** How often somebody asked to hear it since it was opened. */
  readonly plays: number;
}

/** Which recording is in the player, as the list now has it, and whether its story is shown. */
export function useOpened(items: readonly RecordingV2[] = []) {
  const [opened, setOpened] = useState<Opened>();
  const [detailed, setDetailed] = useState(false);
  const open = (recording: RecordingV2, plays: 0 | 1) =>
    setOpened((before) => {
      const same = before?.recording.file === recording.file ? before.plays : 0;
      return { recording, plays: same + plays };
    });
  const { file } = opened?.recording ?? {};
  const newest = items.find((each) => each.file === file);
  return {
    opened: opened && newest ? { ...opened, recording: newest } : opened,
    detailed,
    setDetailed,
    play: (recording: RecordingV2) => open(recording, 1),
    show: (recording: RecordingV2) => {
      open(recording, 0);
      setDetailed(true);
    },
    replace: (recording: RecordingV2) => open(recording, 0),
    close: () => setOpened(undefined),
  };
}
