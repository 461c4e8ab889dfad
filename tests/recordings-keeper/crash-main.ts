import { rename } from "node:fs/promises";
import { join } from "node:path";
import { createRecordings } from "../../packages/server/src/recordings/index.js";
import { convertRecording } from "../../packages/server/src/recordings-keeper/conversion.js";

/** Converts one recording after the other until it is killed; says the name of each that is done. */
const [folder = "", ffmpeg = "", ...files] = process.argv.slice(2);
const recordings = createRecordings({
  folder: () => folder,
  xmlState: () => ({ conferences: [] }) as never,
  liveState: () => ({ conferences: new Map(), registrations: new Map() }),
  stories: { summary: async () => undefined, removeStory: async () => {} },
  roleOf: () => undefined,
});
const stories = {
  moveStory: (from: string, to: string) =>
    rename(join(folder, `${from}.json`), join(folder, `${to}.json`)),
};
process.stdout.write("ready\n");
for (const file of files) {
  const options = { folder, recordings, stories, ffmpeg, space: async () => undefined };
  await convertRecording({ ...options, signal: new AbortController().signal }, file, "opus");
  process.stdout.write(`${file}\n`);
}
