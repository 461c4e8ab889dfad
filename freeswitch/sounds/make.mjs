#!/usr/bin/env node
// Speaks the prompts anew: node freeswitch/sounds/make.mjs
// Needs Debian's packages festival, festvox-us-slt-hts and sox; the files it writes are kept in the repository.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OUT = join(dirname(fileURLToPath(import.meta.url)), "en/us/callie/conference");
const VOICE = "(voice_cmu_us_slt_arctic_hts)";
// The voice speaks at 32 kHz; a folder of 48 kHz would hold nothing more.
const RATES = [8000, 16000, 32000];
const LEVEL_DB = -20;
// Peaks stay below full scale, or the loudest letters would crackle.
const HIGHEST_PEAK_DB = -1;

const PROMPTS = {
  recording_started: "Recording started.",
  recording_paused: "Recording paused.",
  resuming_recording: "Resuming recording.",
  recording_stopped: "Recording stopped.",
  not_recording_to_start_press_start: "Not recording. To start, press start.",
  already_recording: "Already recording.",
  recording_paused_to_resume_press_resume: "Recording is paused. To resume, press resume.",
  "conf-pin": "Please enter the conference pin.",
  "conf-bad-pin": "That pin is not valid.",
  "conf-alone": "You are the only one here.",
  "conf-unmuted": "You can be heard.",
  "conf-muted": "You are muted.",
  "conf-kicked": "You have been removed from the conference.",
  "conf-locked": "This conference is locked.",
  "conf-is-locked": "The conference is now locked.",
  "conf-is-unlocked": "The conference is now unlocked.",
};

/** sox prints its statistics on the error channel. */
function sox(...words) {
  return execFileSync("sh", ["-c", 'exec sox "$@" 2>&1', "sox", ...words], { encoding: "utf8" });
}

function level(file, name) {
  const line = sox(file, "-n", "stats").match(new RegExp(`^${name} +(-?[\\d.]+)`, "m"));
  if (!line) throw new Error(`sox says nothing of ${name}`);
  return Number(line[1]);
}

function speak(text, file) {
  execFileSync("text2wave", ["-eval", VOICE, "-o", file], { input: text });
}

/** Without the silence around it, with a breath of it at the end, and at the wanted level. */
function shape(from, to) {
  const [bare, trimmed] = [`${to}.bare.wav`, `${to}.trimmed.wav`];
  const edge = ["silence", "1", "0.01", "0.4%", "reverse"];
  sox("-D", from, bare, ...edge, ...edge);
  sox("-D", bare, trimmed, "fade", "t", "0.005", "-0", "0.02", "pad", "0.02", "0.1");
  const wanted = LEVEL_DB - level(trimmed, "RMS lev dB");
  const gain = Math.min(wanted, HIGHEST_PEAK_DB - level(trimmed, "Pk lev dB"));
  sox("-D", trimmed, to, "gain", gain.toFixed(2));
}

const folder = mkdtempSync(join(tmpdir(), "prompts-"));
for (const [name, text] of Object.entries(PROMPTS)) {
  const spoken = join(folder, `${name}.spoken.wav`);
  const shaped = join(folder, `${name}.wav`);
  speak(text, spoken);
  shape(spoken, shaped);
  for (const rate of RATES) {
    const target = join(OUT, String(rate), `${name}.wav`);
    mkdirSync(dirname(target), { recursive: true });
    sox("-D", shaped, "-b", "16", "-c", "1", target, "rate", "-v", String(rate));
  }
}
rmSync(folder, { recursive: true });
