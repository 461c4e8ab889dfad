import { type FileHandle, link, open, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { RecordingFormat } from "@parley/protocol";

import type { RecordingStories } from "../recording-stories/index.js";
import {
  isRecordingName,
  type OpenedFile,
  RecordingBusyError,
  type Recordings,
} from "../recordings/index.js";
import { ConversionFailedError, ConversionRefusedError } from "./errors.js";
import {
  BITS_PER_SECOND,
  DECODED_RATE,
  decodingArgs,
  encodingArgs,
  type FfmpegRun,
  runFfmpeg,
} from "./ffmpeg.js";
import { exists, hasCode, syncPath } from "./files.js";
import { partOf } from "./leftovers.js";
import type { Space } from "./space.js";

export interface ConversionOptions {
  readonly folder: string;
  readonly recordings: Pick<Recordings, "find" | "open" | "remove">;
  readonly stories: Pick<RecordingStories, "moveStory">;
  /** The program. */
  readonly ffmpeg: string;
  /** Room on the file system; undefined where it is not known. */
  readonly space: () => Promise<Space | undefined>;
  readonly signal: AbortSignal;
}

/** What is made of a recording, and under which names. */
interface Job {
  readonly file: string;
  readonly format: RecordingFormat;
  /** The new name. */
  readonly to: string;
  /** Where it is written, unseen. */
  readonly part: string;
  /** Seconds. */
  readonly duration: number;
}

const BYTES_PER_SAMPLE = 2;
/** What takes longer than the talk itself is stuck. */
const LEAST_TIMEOUT_MS = 60_000;
const MAX_NAME_BYTES = 255;

/**
 * Turns a finished WAV recording into another format. The new file is written unseen, decoded to see that all of it is
 * there, made durable, and only then given its name; the old one goes last. Resolves with the new name; whatever
 * fails, the recording is as it was.
 */
export async function convertRecording(
  options: ConversionOptions,
  file: string,
  format: RecordingFormat,
): Promise<string> {
  const job = await prepare(options, file, format);
  const source = await options.recordings.open(file);
  try {
    const before = await source.handle.stat();
    await write(options, job, source);
    await assertUntouched(options, job, before);
    await takePlace(options, job);
    return job.to;
  } catch (error) {
    await removeQuietly(join(options.folder, job.part));
    throw error;
  } finally {
    await source.handle.close();
  }
}

async function prepare(
  { recordings, folder, space }: ConversionOptions,
  file: string,
  format: RecordingFormat,
): Promise<Job> {
  const { status, duration = 0, video } = await recordings.find(file);
  if (status !== "finished") throw new RecordingBusyError(file);
  const refuse = (reason: string) => new ConversionRefusedError(file, reason);
  if (video || !/\.wav$/i.test(file)) throw refuse("only WAV recordings can be converted");
  if (duration === 0) throw refuse("there is no sound in it");
  const to = file.replace(/\.wav$/i, `.${format}`);
  const part = partOf(to);
  if (!isRecordingName(to) || Buffer.byteLength(part) > MAX_NAME_BYTES)
    throw refuse("its name is too long for another ending");
  if (await exists(join(folder, to))) throw refuse(`there is a ${to} already`);
  const expected = (duration * BITS_PER_SECOND) / 8;
  const free = (await space())?.free ?? Number.POSITIVE_INFINITY;
  if (free < 2 * expected) throw refuse("there is too little room to convert it");
  return { file, format, to, part, duration };
}

/** Writes the new file and makes sure of it. Its dates, and who may read it, are those of the recording. */
async function write(options: ConversionOptions, job: Job, source: OpenedFile): Promise<void> {
  const path = join(options.folder, job.part);
  await removeQuietly(path);
  const { mode, atime, mtime } = await source.handle.stat();
  const part = await open(path, "wx+", mode & 0o666);
  try {
    const common = { program: options.ffmpeg, signal: options.signal, timeoutMs: timeoutOf(job) };
    const input = source.handle.fd;
    await run(job, { ...common, args: encodingArgs(job.format), input, output: part.fd });
    await assertComplete(options.folder, job, common);
    await part.chmod(mode & 0o666);
    await part.utimes(atime, mtime);
    await part.sync();
  } finally {
    await part.close();
  }
}

const timeoutOf = ({ duration }: Job): number => Math.max(LEAST_TIMEOUT_MS, duration * 1000);

async function run(job: Job, task: FfmpegRun): Promise<void> {
  await runFfmpeg(task).catch((cause: Error) => {
    throw new ConversionFailedError(job.file, cause.message, { cause });
  });
}

/** Plays what was written, to the end, and compares the lengths. */
async function assertComplete(
  folder: string,
  job: Job,
  common: Pick<FfmpegRun, "program" | "signal" | "timeoutMs">,
): Promise<void> {
  // A descriptor of its own: the one that was written with stands at the end.
  const written = await open(join(folder, job.part), "r");
  let bytes = 0;
  const onOutput = (chunk: Buffer) => {
    bytes += chunk.length;
  };
  try {
    const args = decodingArgs(job.format);
    await run(job, { ...common, args, input: written.fd, onOutput });
  } finally {
    await written.close();
  }
  const seconds = bytes / BYTES_PER_SAMPLE / DECODED_RATE;
  const tolerated = Math.max(0.2, job.duration / 100);
  if (Math.abs(seconds - job.duration) <= tolerated) return;
  const lengths = `${seconds.toFixed(1)} s of ${job.duration.toFixed(1)} s`;
  throw new ConversionFailedError(job.file, `what was written has ${lengths}`);
}

/** Somebody may have removed it meanwhile, or gone on writing. */
async function assertUntouched(
  { recordings }: ConversionOptions,
  { file }: Job,
  before: Awaited<ReturnType<FileHandle["stat"]>>,
): Promise<void> {
  const { status } = await recordings.find(file);
  if (status !== "finished") throw new RecordingBusyError(file);
  const opened = await recordings.open(file);
  try {
    const { ino, size, mtimeMs } = await opened.handle.stat();
    if (ino === before.ino && size === before.size && mtimeMs === before.mtimeMs) return;
  } finally {
    await opened.handle.close();
  }
  throw new ConversionRefusedError(file, "it has changed meanwhile");
}

/**
 * Under both names at once, the new file is the mark by which {@link finishLeftovers} knows what a killed server was
 * about: from there on the recording's place is taken, before it nothing has happened.
 */
async function takePlace(options: ConversionOptions, { file, to, part }: Job): Promise<void> {
  const { folder, stories, recordings } = options;
  await appear(join(folder, part), join(folder, to));
  try {
    await syncPath(folder);
    await stories.moveStory(file, to);
    await recordings.remove(file);
  } catch (error) {
    // Only where it is still there can it be what it was.
    if (await exists(join(folder, file))) {
      await stories.moveStory(to, file).catch(() => {});
      await removeQuietly(join(folder, to));
      throw error;
    }
  }
  await removeQuietly(join(folder, part));
  await syncPath(folder);
}

async function appear(part: string, to: string): Promise<void> {
  try {
    await link(part, to);
  } catch (error) {
    if (!hasCode(error, "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK")) throw error;
    // No second names here (FAT, some shares): whoever is killed now leaves both files, and both are whole.
    await rename(part, to);
  }
}

/** What cannot be removed now is found at the next start. */
async function removeQuietly(path: string): Promise<void> {
  await unlink(path).catch(() => {});
}
