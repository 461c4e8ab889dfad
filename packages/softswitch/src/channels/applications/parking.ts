import type { CallSession } from "../call-session.js";
import { PARK, UNPARK } from "../event-sources.js";
import { Task } from "./task.js";

/** Tells that a call rests; gives what ends it. */
export function beginRest(call: CallSession): () => void {
  call.channel.fireExtended("CHANNEL_PARK", PARK);
  return () => call.channel.fireExtended("CHANNEL_UNPARK", UNPARK);
}

/** Takes a call out of whatever it is in and parks it (switch_ivr_park_session). */
export function parkCall(call: CallSession): void {
  if (call.isOver) return;
  if (call.bridge?.b === call) call.bridge.end();
  call.channel.update({ state: "CS_PARK" });
  call.program.interrupt();
}

/** The state CS_PARK: no application, but stopped like one. */
export function parkWhole(call: CallSession): void {
  const { channel, program } = call;
  channel.run("CS_PARK");
  const running = { application: "park", data: "", uuid: "" };
  const end = beginRest(call);
  const task = new Task(running, () => program.vacate(task));
  task.onStop = () => {
    end();
    task.finish();
  };
  program.occupy(task);
}
