import { callRecord, mediaRecord } from "./call-record.js";
import type { Channel } from "./channel.js";
import { DESTROY, REPORTING } from "./event-sources.js";

function report(channel: Channel, cause: string, byPhone: boolean): void {
  const { variables } = channel;
  const { times, profile } = channel.facts;
  const last = {
    application: variables.get("current_application") ?? "",
    data: variables.get("current_application_data") ?? "",
  };
  const callerId = `"${profile.callerIdName}" <${profile.callerIdNumber}>`;
  variables.setAll(callRecord(times, cause, callerId, last));
  if (!byPhone) variables.set("sip_hangup_disposition", "send_bye");
  if (times.answered > 0) variables.setAll(mediaRecord(times.hangup - times.answered));
}

/** What happens to every channel after its hangup, up to the last event about it. */
export function endChannel(channel: Channel, now: number, byPhone: boolean): void {
  const cause = channel.facts.hangupCause;
  channel.run("CS_HANGUP");
  channel.setTimes({ hangup: now });
  channel.setCallState("HANGUP");
  channel.update({ state: "CS_REPORTING" });
  channel.run("CS_REPORTING");
  report(channel, cause, byPhone);
  channel.core.fire("CHANNEL_HANGUP_COMPLETE", {
    source: REPORTING,
    headers: [["Hangup-Cause", cause], ...channel.extendedHeaders()],
  });
  channel.update({ state: "CS_DESTROY" });
  channel.fireExtended("CHANNEL_DESTROY", DESTROY);
  channel.run("CS_DESTROY");
}
