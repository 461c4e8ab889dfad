import { lstat, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { RECORDING_FORMATS } from "@parley/protocol";
import type { RecordingStories } from "../recording-stories/index.js";
import { isRecordingName } from "../recordings/index.js";

/** The name under which a file is written that is to become `name`: hidden, and no recording's. */
export const partOf = (name: string): string => `.${name}.part`;

const PART = new RegExp(`^\\.(.+\\.(?:${RECORDING_FORMATS.join("|")}))\\.part$`);

/** What was found and done, for the log. */
export interface Leftovers {
  /** New names of recordings whose conversion was all but done. */
  readonly finished: string[];
  /** Halves that were cleared away. */
  readonly removed: string[];
}

/**
 * Looks after what a server that was killed left behind. A half is removed. A whole one that has its new name already
 * takes the recording's place, story included: this had been decided when the name was given.
 */
export async function finishLeftovers(
  folder: string,
  stories: Pick<RecordingStories, "moveStory">,
): Promise<Leftovers> {
  const found: Leftovers = { finished: [], removed: [] };
  const names = await readdir(folder);
  for (const part of names) {
    const to = PART.exec(part)?.[1];
    if (to === undefined || !isRecordingName(to)) continue;
    const half = await lstat(join(folder, part));
    if (!half.isFile()) continue;
    if (await isSame(join(folder, to), half)) {
      for (const wav of namesake(names, to)) await replace(folder, wav, to, stories);
      found.finished.push(to);
    } else found.removed.push(to);
    await unlink(join(folder, part));
  }
  return found;
}

async function isSame(
  path: string,
  half: { readonly dev: number; readonly ino: number },
): Promise<boolean> {
  const whole = await lstat(path).catch(() => undefined);
  return whole?.isFile() === true && whole.dev === half.dev && whole.ino === half.ino;
}

/** The recording as the switch wrote it, `X.wav` of `X.opus`; other spellings of the ending count as well. */
function namesake(names: readonly string[], to: string): string[] {
  const stem = to.slice(0, to.lastIndexOf("."));
  return names.filter(
    (each) => each.startsWith(`${stem}.`) && /^\.wav$/i.test(each.slice(stem.length)),
  );
}

async function replace(
  folder: string,
  wav: string,
  to: string,
  stories: Pick<RecordingStories, "moveStory">,
): Promise<void> {
  if (!(await lstat(join(folder, wav))).isFile()) return;
  await stories.moveStory(wav, to);
  await unlink(join(folder, wav));
}
