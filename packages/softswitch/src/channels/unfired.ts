import type { EventSource, Header, SwitchCore } from "../core/index.js";
import { epochMicros, localStamp } from "./stamps.js";

/** The core's headers of an event that is never delivered; it takes a sequence number all the same. */
export function unfiredHeaders(
  core: SwitchCore,
  name: string,
  source: EventSource,
  now: number,
): Header[] {
  const { identity } = core;
  const { sequence } = core.prepare(name);
  return [
    ["Event-Name", name],
    ["Core-UUID", core.uuid],
    ["FreeSWITCH-Hostname", identity.hostname],
    ["FreeSWITCH-Switchname", identity.switchname],
    ["FreeSWITCH-IPv4", identity.ipv4],
    ["FreeSWITCH-IPv6", identity.ipv6],
    ["Event-Date-Local", localStamp(now)],
    ["Event-Date-GMT", new Date(now).toUTCString()],
    ["Event-Date-Timestamp", epochMicros(now)],
    ["Event-Calling-File", source.file],
    ["Event-Calling-Function", source.function],
    ["Event-Calling-Line-Number", String(source.line)],
    ["Event-Sequence", String(sequence)],
  ];
}
