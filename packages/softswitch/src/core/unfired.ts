import { formatLocalDate } from "./dates.js";
import type { EventSource, Header, SwitchCore } from "./types.js";

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
    ["Event-Date-Local", formatLocalDate(new Date(now))],
    ["Event-Date-GMT", new Date(now).toUTCString()],
    ["Event-Date-Timestamp", String(Math.round(now * 1000))],
    ["Event-Calling-File", source.file],
    ["Event-Calling-Function", source.function],
    ["Event-Calling-Line-Number", String(source.line)],
    ["Event-Sequence", String(sequence)],
  ];
}
