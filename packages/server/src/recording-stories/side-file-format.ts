import { RECORDING_ENDINGS, RecordingActor } from "@parley/protocol";
import { z } from "zod";
import type { Story } from "./story.js";
import { MOST_STAYS } from "./tell.js";

/** Of the format; a side file of another one is not read. */
export const SIDE_FILE_VERSION = 1;
/** No story of ours comes near. */
export const MOST_BYTES = 8 * 1024 * 1024;
/** Of pauses and problems in one story. */
const MOST_TURNS = 100_000;

const moment = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (ms) => new Date(ms).toISOString(),
});
const text = z.string().max(1024);
/** Lists show it: what is read may be no longer than what is written. */
const actor = RecordingActor.refine((who) =>
  Object.values(who).every((each) => each.length <= 1024),
);
const count = z.number().min(0).optional();

const sideFile = z.object({
  version: z.literal(SIDE_FILE_VERSION),
  file: text,
  convertedFrom: text.optional(),
  conference: z.object({
    name: text,
    number: text.optional(),
    context: text.optional(),
    type: text,
    uuid: text,
    node: text,
  }),
  startedAt: moment,
  startedBy: actor,
  endedAt: moment.optional(),
  ending: z.enum(RECORDING_ENDINGS).optional(),
  stoppedBy: actor.optional(),
  pauses: z
    .array(
      z.object({
        from: moment,
        to: moment.optional(),
        pausedBy: actor.optional(),
        resumedBy: actor.optional(),
      }),
    )
    .max(MOST_TURNS),
  attendance: z
    .array(
      z.object({
        member: text,
        number: text,
        name: text,
        moderator: z.boolean(),
        joinedAt: moment,
        leftAt: moment.optional(),
      }),
    )
    .max(MOST_STAYS),
  problems: z
    .array(z.object({ kind: z.literal("notGrowing"), from: moment, to: moment.optional() }))
    .max(MOST_TURNS),
  report: z.object({ milliseconds: count, bytes: count, samples: count }).optional(),
});

/** The text of a side file: JSON that a person can read, moments in ISO 8601. */
export function sideFileText(story: Story): string {
  const { attendance, pauses, problems, report, ...rest } = story;
  const whole = { version: SIDE_FILE_VERSION, ...rest, pauses, attendance, problems, report };
  return `${JSON.stringify(z.encode(sideFile, whole as z.output<typeof sideFile>), null, 1)}\n`;
}

/** The story in a side file of this recording; undefined for whatever is none. */
export function readSideFile(file: string, content: string): Story | undefined {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return undefined;
  }
  const { success, data } = sideFile.safeParse(json);
  if (!success || data.file !== file) return undefined;
  const { version: _, ...story } = data;
  return story as Story;
}
