import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { RECORDING_FORMATS, type RecordingFormat } from "@parley/protocol";

/** ffmpeg ended badly; `detail` is what it said last. */
export class FfmpegError extends Error {
  override readonly name = "FfmpegError";
  constructor(
    readonly reason: "missing" | "failed" | "late" | "stopped",
    readonly detail: string,
  ) {
    super(detail === "" ? `ffmpeg ${reason}` : `ffmpeg ${reason}: ${detail}`);
  }
}

export interface FfmpegRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Descriptor of an open file; nothing when left out. */
  readonly input?: number;
  /** Descriptor of the file that takes what is written; else it is handed to {@link onOutput}. */
  readonly output?: number;
  readonly onOutput?: (chunk: Buffer) => void;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

const ENCODERS = { opus: "libopus", mp3: "libmp3lame" } as const satisfies Record<
  RecordingFormat,
  string
>;
const CONTAINERS = { opus: "ogg", mp3: "mp3" } as const satisfies Record<RecordingFormat, string>;
/** Bits per second, for speech of one microphone or a mixed room in stereo. */
export const BITS_PER_SECOND = 64_000;
/** At lower rates the silence that the encoder puts before and behind is long enough to look like a mistake. */
const MP3_RATE = "32000";

/**
 * No file name is ever an argument: input and output are descriptors that we have opened. Whatever a file holds can
 * neither name another one nor reach the network, for pipes are the only protocol and the format is not guessed.
 */
const PIPES_ONLY = ["-nostdin", "-hide_banner", "-v", "error", "-protocol_whitelist", "pipe"];

/** Reads a WAV file and writes another format. A constant rate needs no frame count, for which one would have to go back. */
export function encodingArgs(format: RecordingFormat): string[] {
  const target = ["-map", "0:a:0", "-map_metadata", "-1", "-c:a", ENCODERS[format]];
  const own = format === "mp3" ? ["-ar", MP3_RATE, "-write_xing", "0", "-id3v2_version", "0"] : [];
  const sound = ["-b:a", String(BITS_PER_SECOND), ...own];
  return [
    ...PIPES_ONLY,
    "-f",
    "wav",
    "-i",
    "pipe:0",
    ...target,
    ...sound,
    "-f",
    CONTAINERS[format],
    "pipe:1",
  ];
}

/** Samples in a second of what {@link decodingArgs} gives, 2 bytes each. */
export const DECODED_RATE = 8000;

/**
 * Reads what was written and gives plain samples, to be counted. Here the smallest fault counts; a recording itself may
 * end in the middle of a packet, for a switch that was killed leaves no length in its header.
 */
export function decodingArgs(format: RecordingFormat): string[] {
  const raw = ["-f", "s16le", "-ac", "1", "-ar", String(DECODED_RATE), "pipe:1"];
  return [...PIPES_ONLY, "-xerror", "-f", CONTAINERS[format], "-i", "pipe:0", ...raw];
}

/** What this ffmpeg can write of what we know. @throws FfmpegError (as a rejection) where there is none that runs */
export async function formatsOf(program: string): Promise<RecordingFormat[]> {
  let text = "";
  await runFfmpeg({
    program,
    args: ["-nostdin", "-hide_banner", "-v", "error", "-encoders"],
    onOutput: (chunk) => {
      text += chunk.toString("latin1");
    },
    timeoutMs: 10_000,
  });
  return RECORDING_FORMATS.filter((each) =>
    new RegExp(`^ A\\S* ${ENCODERS[each]} `, "m").test(text),
  );
}

const KEPT_WORDS = 500;

/** Runs it at a low priority; resolves when it ended well. @throws FfmpegError (as a rejection) */
export async function runFfmpeg(run: FfmpegRun): Promise<void> {
  if (run.signal?.aborted) throw new FfmpegError("stopped", "");
  const child = spawn(run.program, run.args, {
    stdio: [run.input ?? "ignore", run.output ?? "pipe", "pipe"],
    // Nothing of ours that it could tell or heed (FFREPORT would write files).
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    windowsHide: true,
  });
  beNice(child);
  let words = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    words = (words + chunk.toString("utf8")).slice(-KEPT_WORDS);
  });
  child.stdout?.on("data", (chunk: Buffer) => run.onOutput?.(chunk));
  const ended = await endOf(child, run);
  if (ended !== 0 || words !== "")
    throw new FfmpegError(typeof ended === "string" ? ended : "failed", words.trim());
}

type Ending = number | "missing" | "late" | "stopped";

function endOf(child: ChildProcess, { timeoutMs, signal }: FfmpegRun): Promise<Ending> {
  return new Promise((resolve) => {
    let why: "late" | "stopped" | undefined;
    const kill = (reason: "late" | "stopped") => {
      why = reason;
      child.kill("SIGKILL");
    };
    const stop = () => kill("stopped");
    const late = setTimeout(() => kill("late"), timeoutMs);
    signal?.addEventListener("abort", stop);
    const end = (ending: Ending) => {
      clearTimeout(late);
      signal?.removeEventListener("abort", stop);
      resolve(ending);
    };
    child.on("error", () => end("missing"));
    child.on("close", (code) => end(why ?? code ?? -1));
  });
}

/** Calls must not stutter for it. */
function beNice({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not let us.
  }
}
