import type { Header } from "../../core/index.js";
import type { Channel } from "../channel.js";
import type { DialplanAction } from "../dialplan/dialplan.js";
import { COMPLETE, EXECUTE } from "../event-sources.js";

/** An application with its data expanded, and the id of this run of it. */
export interface Running extends DialplanAction {
  readonly uuid: string;
}

/** What the application says of itself, for the header of its completion. */
export const RESPONSE = "current_application_response";

function applicationHeaders(running: Running, response: string): Header[] {
  return [
    ["Application", running.application],
    ["Application-Data", running.data],
    ["Application-Response", response],
    ["Application-UUID", running.uuid],
  ];
}

/** An application begins; its name is set a second time once that is told (switch_core_session_exec). */
export function fireExecute(channel: Channel, running: Running): void {
  const { variables } = channel;
  variables.set("current_application", running.application);
  variables.set("current_application_data", running.data);
  variables.set(RESPONSE, undefined);
  channel.fireExtended("CHANNEL_EXECUTE", EXECUTE, applicationHeaders(running, ""));
  variables.set("current_application", running.application);
}

export function fireComplete(channel: Channel, running: Running): void {
  const headers = applicationHeaders(running, channel.variables.get(RESPONSE) ?? "_none_");
  channel.fireExtended("CHANNEL_EXECUTE_COMPLETE", COMPLETE, headers);
}
