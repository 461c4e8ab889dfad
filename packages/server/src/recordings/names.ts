import { safeFileName } from "../live-state/index.js";

/** What the switch can record to, and what a recording may be turned into afterwards. */
const ENDINGS = ["wav", "mp4", "mp3", "opus", "ogg", "m4a"] as const;
const MAX_BYTES = 255;

/**
 * Whether a name can be a recording's: one entry directly below the folder, visible, with a known ending. Nothing that
 * has a path in it passes.
 */
export function isRecordingName(name: string): boolean {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase();
  return (
    ENDINGS.some((each) => each === ending) &&
    !name.startsWith(".") &&
    !/[/\\\u0000-\u001f\u007f]/.test(name) &&
    Buffer.byteLength(name) <= MAX_BYTES
  );
}

export const isVideo = (name: string): boolean => /\.mp4$/i.test(name);

/** The moment in names of ours, `NAME-2026-11-22T08:00:00.000Z.wav`. */
const BEGUN = /-(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\.\w+$/;

/** When a recording was begun, as its name says; undefined for a name that is not of ours. */
export function begunAt(name: string): number | undefined {
  const at = Date.parse(BEGUN.exec(name)?.[1] ?? "");
  return Number.isNaN(at) ? undefined : at;
}

/** What stands before the moment in a name of ours; undefined for others. */
export function beforeMoment(name: string): string | undefined {
  return BEGUN.test(name) ? name.replace(BEGUN, "") : undefined;
}

/**
 * Finds the conference a recording is of. A name of ours holds the conference's whole name before its moment, so no
 * other fits; of a file that somebody named differently it is the one with the longest name that begins it. Where two
 * conferences of different contexts would write the same name it is neither's.
 */
export function conferenceFinder<
  Conference extends { readonly name: string; readonly context: string },
>(conferences: readonly Conference[]): (file: string) => Conference | undefined {
  const byStem = new Map<string, Conference | undefined>();
  for (const conference of conferences) {
    const stem = `${safeFileName(conference.name)}-`;
    const other = byStem.get(stem);
    const shared = byStem.has(stem) && other?.context !== conference.context;
    byStem.set(stem, shared ? undefined : (other ?? conference));
  }
  const stems = [...byStem.keys()].sort((a, b) => b.length - a.length);
  return (file) => {
    const own = file.replace(BEGUN, "-");
    const stem = own === file ? stems.find((each) => file.startsWith(each)) : own;
    return stem === undefined ? undefined : byStem.get(stem);
  };
}
