import { isTrue } from "../../core/index.js";
import type { CallSession } from "../call-session.js";
import { stayBridged } from "./bridge-application.js";
import { fireExecute } from "./execution.js";
import { parkCall } from "./parking.js";
import { Task } from "./task.js";

/** Takes a call out of whatever it is in, with the states the core goes through. */
function takeOut(call: CallSession): void {
  call.program.rest();
  call.channel.update({ state: "CS_HIBERNATE" });
  call.channel.run("CS_HIBERNATE");
  call.channel.update({ state: "CS_RESET" });
  call.channel.run("CS_RESET");
}

function running(call: CallSession, other: CallSession): Task {
  const uuid = call.input.core.newUuid();
  const app = { application: "uuid_bridge", data: other.uuid, uuid };
  call.channel.update({ state: "CS_SOFT_EXECUTE" });
  call.channel.run("CS_SOFT_EXECUTE");
  fireExecute(call.channel, app);
  return new Task(app, () => {});
}

/** Joins two calls that led lives of their own (switch_ivr_uuid_bridge); when one ends, so does the other. */
export function joinTwo(a: CallSession, b: CallSession): void {
  b.bridge?.end();
  a.bridge?.end();
  takeOut(b);
  takeOut(a);
  if (a.isOver || b.isOver) return;
  const task = running(a, b);
  running(b, a);
  a.program.occupy(task);
  void stayBridged(a, b, task).then(() => {
    a.program.vacate(task);
    for (const [call, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (call.isOver || call.channel.facts.state === "CS_ROUTING" || call.program.current)
        continue;
      const parks = isTrue(call.getVariable("park_after_bridge"));
      if (parks) parkCall(call);
      else if (other.isOver || call.channel.facts.state === "CS_EXCHANGE_MEDIA") {
        call.hangup(other.channel.facts.hangupCause || "NORMAL_CLEARING");
      }
    }
  });
}
