import { openSound, type Playing, playTo as playToPort, probeSound } from "../../audio/index.js";
import type { Header } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import { PLAYBACK_START, PLAYBACK_STOP } from "../event-sources.js";

/** Says how to go on: with `sound_prefix` in front of a bare name, as switch_core_file_open. */
export function soundPath(call: CallSession, name: string): string {
  const prefix = call.getVariable("sound_prefix");
  const isBare = !name.startsWith("/") && !name.includes("://") && !name.startsWith("{");
  return isBare && prefix ? `${prefix}/${name}` : name;
}

const ANY_RATE = 8000;

/** A telephone without sound listens as long as it would take. */
function listenTo(call: CallSession, path: string): Playing | undefined {
  const facts = probeSound(path, ANY_RATE);
  if (!facts) return undefined;
  let settle: (whole: boolean) => void = () => {};
  const done = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  const ms = (facts.samples / facts.rate) * 1000;
  if (Number.isFinite(ms)) call.input.after(ms, () => settle(true));
  return { done, stop: () => settle(false) };
}

/** Plays a sound to a call; undefined where there is none of that name. */
export function playTo(call: CallSession, name: string): Playing | undefined {
  const path = soundPath(call, name);
  const port = call.sound.borrow();
  if (!port) return listenTo(call, path);
  try {
    const source = openSound(path, port.rate);
    const playing = playToPort(port, source, call.input.clock);
    return { stop: () => playing.stop(), done: playing.done.finally(() => port.release()) };
  } catch (error) {
    port.release();
    call.input.core.log("err", `${call.name}: ${String(error)}`);
    return undefined;
  }
}

function fileHeaders(path: string): Header[] {
  const type = /^([\w.]+):\/\//.exec(path)?.[1] ?? "file";
  return [
    ["Playback-File-Type", type],
    ["Playback-File-Path", path],
  ];
}

/** Plays a sound to a call and tells of its begin and end; undefined where there is none of that name. */
export function playTold(call: CallSession, path: string): Playing | undefined {
  const playing = playTo(call, path);
  if (!playing) return undefined;
  const headers = fileHeaders(path);
  call.channel.fireExtended("PLAYBACK_START", PLAYBACK_START, headers);
  const done = playing.done.then((whole) => {
    const status: Header = ["Playback-Status", whole ? "done" : "break"];
    call.channel.fireExtended("PLAYBACK_STOP", PLAYBACK_STOP, [...headers, status]);
    return whole;
  });
  return { stop: () => playing.stop(), done };
}
