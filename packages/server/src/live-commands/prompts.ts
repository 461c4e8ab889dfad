import { readdirSync } from "node:fs";
import { join } from "node:path";
import { PROMPTS } from "../live-state/index.js";

/** Where conference prompts lie below the switch's sound prefix. */
const FOLDER = "conference";
const KEPT_MS = 10_000;

/** Sound files lie below the prefix itself, or each rate in a folder of its own (mod_sndfile). */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      if (entry.isDirectory())
        return /^\d+$/.test(entry.name) ? namesIn(join(folder, entry.name)) : [];
      return /^[\w-]+\.wav$/.test(entry.name) ? [entry.name.slice(0, -".wav".length)] : [];
    });
  } catch {
    return [];
  }
}

/**
 * The sounds that can be played by name: those in the switch's folder when it is on this machine, Parley's own always.
 * Each with the file name the switch takes.
 */
export function promptsBelow(soundPrefix: () => string): () => ReadonlyMap<string, string> {
  let kept: ReadonlyMap<string, string> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (Date.now() - readAt < KEPT_MS) return kept;
    readAt = Date.now();
    const own = Object.values(PROMPTS).map((file) => file.slice(FOLDER.length + 1, -".wav".length));
    const prefix = soundPrefix();
    const found = prefix === "" ? [] : namesIn(join(prefix, FOLDER));
    const names = [...new Set([...own, ...found])].sort();
    kept = new Map(names.map((name) => [name, `${FOLDER}/${name}.wav`]));
    return kept;
  };
}
