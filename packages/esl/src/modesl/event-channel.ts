import type { Frame } from "../framing/frame.js";
import type { Event } from "./event.js";
import { carriesEvent } from "./to-event.js";

const CHANNELS: Readonly<Record<string, string>> = {
  "auth/request": "esl::event::auth::request",
  "command/reply": "esl::event::command::reply",
  "api/response": "esl::event::api::response",
  "log/data": "esl::event::log::data",
  "text/disconnect-notice": "esl::event::disconnect::notice",
};

/** The names a frame is emitted under: the reply to `connect` is both an event and a reply. */
export function channelsOf(frame: Frame, event: Event): readonly string[] {
  const names: string[] = [];
  if (carriesEvent(frame) && event.getType() !== "") names.push(eventChannel(event));
  const known = CHANNELS[frame.contentType];
  if (known !== undefined) names.push(known);
  return names.length > 0 ? names : [`esl::event::raw::${frame.contentType}`];
}

function eventChannel(event: Event): string {
  const id =
    event.getHeader("Job-UUID") ?? event.getHeader("Unique-ID") ?? event.getHeader("Core-UUID");
  return id === null
    ? `esl::event::${event.getType()}`
    : `esl::event::${event.getType()}::${String(id)}`;
}
