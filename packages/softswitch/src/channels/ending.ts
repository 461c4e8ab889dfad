import { callRecord } from "./call-record.js";
import type { CallSession } from "./call-session.js";
import { DESTROY, REPORTING } from "./event-sources.js";
import type { Values } from "./legs/leg.js";
import { endRecordings } from "./recording/recordings.js";

function report(call: CallSession, cause: string, byPhone: boolean, said: Values): void {
  const { variables } = call.channel;
  const { times, profile } = call.channel.facts;
  const last = {
    application: variables.get("current_application") ?? "",
    data: variables.get("current_application_data") ?? "",
  };
  const callerId = `"${profile.callerIdName}" <${profile.callerIdNumber}>`;
  variables.setAll(callRecord(times, cause, callerId, last));
  if (!byPhone) variables.setAll(said);
  if (times.answered > 0) variables.setAll(call.leg.mediaRecord(times.hangup - times.answered));
}

/** What happens to every channel after its hangup; `destroyChannel` comes after it. */
export function reportEnd(call: CallSession, byPhone: boolean): void {
  const { channel } = call;
  const cause = channel.facts.hangupCause;
  channel.run("CS_HANGUP");
  const said = call.leg.end(cause);
  channel.setTimes({ hangup: call.input.now() });
  endRecordings(call);
  channel.setCallState("HANGUP");
  channel.update({ state: "CS_REPORTING" });
  channel.run("CS_REPORTING");
  report(call, cause, byPhone, said);
  channel.core.fire("CHANNEL_HANGUP_COMPLETE", {
    source: REPORTING,
    headers: [["Hangup-Cause", cause], ...channel.extendedHeaders()],
  });
}

/** The last events about a channel. */
export function destroyChannel({ channel }: CallSession): void {
  channel.update({ state: "CS_DESTROY" });
  channel.fireExtended("CHANNEL_DESTROY", DESTROY);
  channel.run("CS_DESTROY");
}
