import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { TREE } from "../_util/system.js";
import { BARESIP_MISSING, Baresip } from "./harness/baresip.js";
import { person, useBench } from "./harness/bench.js";
import { phoneTest } from "./harness/not-yet.js";
import { pause } from "./harness/processes.js";
import { inOrder, label, recordedStory, toldBy } from "./harness/recorded-story.js";
import { tone, wavFile } from "./harness/sound.js";

/** Who joined in the recording, with the member ids they had there. */
const JOINED = { "20001": "8", "21000": "9", "22000": "10" } as const;
const ROOM = { recorded: "public_room", ours: "public" };
/** So long nothing may have been told before the next step is taken. */
const QUIET_MS = 180;

const TYPES = "autoload_configs/conference/every-type.xml";

// As on the recorded switch: who talks is not told, and there are no prompts (a missing file is told otherwise than a
// played one).
const bench = useBench({
  variables: { sound_prefix: "/nowhere/sounds" },
  files: {
    [TYPES]: readFileSync(join(TREE, TYPES), "utf8").replace(
      "</include>",
      '  <param name="suppress-events" value="start-talking,stop-talking"/>\n</include>',
    ),
  },
});

/** Takes the steps of the capture with real phones. */
async function takeSteps(): Promise<void> {
  const { control, tree } = bench.at;
  const phones = new Map<string, Baresip>();
  const users = new Map<string, string>();
  const channels = new Map<string, string>();
  const ids = new Map<string, string>();
  const prompt = join(tree.dataDir, "prompt.wav");
  writeFileSync(prompt, wavFile(tone({ hz: 300, ms: 1500, rate: 16_000 }), 16_000));

  const here = (line: string): string =>
    line
      .replaceAll("/var/freeswitch/recordings", tree.recordingsDir)
      .replaceAll("/srv/prompt/prompt.wav", prompt)
      .split(" ")
      .map((word) => (word === ROOM.recorded ? ROOM.ours : (ids.get(word) ?? word)))
      .join(" ");

  for (const [user, tone] of Object.keys(JOINED).map((user, at) => [user, 400 + at * 200] as const))
    phones.set(
      user,
      bench.keep(await Baresip.register(bench.at, person(user), { tone, codecs: "G722/16000/1" })),
    );

  for (const step of recordedStory("06-conference-json").steps) {
    if (step.kind === "call") {
      const from = control.now;
      phones.get(step.user)!.call("32000");
      users.set(step.uuid, step.user);
      const joined = await control.action("add-member", step.user, from);
      ids.set(JOINED[step.user as keyof typeof JOINED], joined.get("Member-ID")!);
      channels.set(step.user, joined.get("Unique-ID")!);
    } else if (step.kind === "hangup") {
      const phone = phones.get(users.get(step.uuid)!)!;
      if (!phone.events.some(({ type }) => type === "CALL_CLOSED")) phone.command("hangup");
    } else if (step.line.startsWith("uuid_recv_dtmf ")) {
      const [, uuid = "", digit = ""] = step.line.split(" ");
      // As recorded: a key in the RTP interrupts the sound, which lets others take the floor.
      await control.api(`uuid_recv_dtmf ${channels.get(users.get(uuid)!)} ${digit}`);
    } else if (step.line.startsWith("conference ")) await control.api(here(step.line));
    await quiet();
  }
}

async function quiet(): Promise<void> {
  let seen: number;
  do {
    seen = bench.at.control.now;
    await pause(QUIET_MS);
  } while (bench.at.control.now !== seen);
}

describe("the conference of capture 06 with real phones", () => {
  phoneTest(
    "is told as the recorded switch told it: the same events in the same order with the same headers",
    async () => {
      await takeSteps();
      const own = bench.at.control.events
        .filter((event) => event.subclass === "conference::maintenance")
        .map(toldBy);
      const { told } = recordedStory("06-conference-json");
      expect(inOrder(own).map(label)).toEqual(inOrder(told).map(label));
      const differing = inOrder(told).flatMap((event, at) => {
        const given = inOrder(own)[at]!;
        return given.names.join() === event.names.join()
          ? []
          : [
              {
                event: `${at} ${label(event)}`,
                missing: event.names.filter((name) => !given.names.includes(name)),
                more: given.names.filter((name) => !event.names.includes(name)),
              },
            ];
      });
      expect(differing).toEqual([]);
    },
    { missing: BARESIP_MISSING, timeoutMs: 58_000 },
  );
});
