// What a switch writes for channel events of 60 headers, about 2 kB each, cut into reads of 64 KiB.
import { encodeEvent } from "../../packages/esl/dist/switch/index.js";

const READ_BYTES = 64 * 1024;
export const FIRST_SEQUENCE = 888;
const EVENTS_A_WRITE = 30;
/** Events that differ; then they begin again. */
export const BATCH_EVENTS = 6000;

const API_OUTPUT = "UP 0 years, 0 days, 1 hour, 2 minutes\n";
/** What answers an API command. */
export const API_REPLY = `Content-Type: api/response\nContent-Length: ${API_OUTPUT.length}\n\n${API_OUTPUT}`;

const uuid = (n) => `261f3dab-54f2-44c1-b198-${n.toString(16).padStart(12, "0")}`;

/** The five headers that the "five" rows read, and how they are decoded for event `n`. */
export const FIVE = [
  ["Event-Name", () => "CHANNEL_EXECUTE_COMPLETE"],
  ["Unique-ID", (n) => uuid(n)],
  ["Event-Date-Local", () => "2026-11-22 02:14:38"],
  ["Channel-Name", (n) => `sofia/internal/${20000 + (n % 1000)}@192.0.2.7`],
  ["variable_sip_call_id", (n) => `${382976 + n}@192.0.2.7:5100`],
];

/** Sixty pairs of name and value. */
export function headersOf(n) {
  const user = String(20000 + (n % 1000));
  const id = uuid(n);
  return [
    ["Event-Name", "CHANNEL_EXECUTE_COMPLETE"],
    ["Core-UUID", "14d6965c-3737-40dc-9858-bc35c01cb661"],
    ["FreeSWITCH-Hostname", "switch.example.org"],
    ["FreeSWITCH-Switchname", "switch.example.org"],
    ["FreeSWITCH-IPv4", "192.0.2.2"],
    ["FreeSWITCH-IPv6", "fd00::2"],
    ["Event-Date-Local", "2026-11-22 02:14:38"],
    ["Event-Date-GMT", "Sun, 22 Nov 2026 02:14:38 GMT"],
    ["Event-Date-Timestamp", "1795313678357662"],
    ["Event-Calling-File", "switch_core_session.c"],
    ["Event-Calling-Function", "switch_core_session_exec"],
    ["Event-Calling-Line-Number", "2967"],
    ["Event-Sequence", String(FIRST_SEQUENCE + n)],
    ["Channel-State", "CS_EXECUTE"],
    ["Channel-Call-State", "RINGING"],
    ["Channel-State-Number", "4"],
    ["Channel-Name", `sofia/internal/${user}@192.0.2.7`],
    ["Unique-ID", id],
    ["Call-Direction", "inbound"],
    ["Presence-Call-Direction", "inbound"],
    ["Channel-HIT-Dialplan", "true"],
    ["Channel-Call-UUID", id],
    ["Answer-State", "ringing"],
    ["Caller-Direction", "inbound"],
    ["Caller-Logical-Direction", "inbound"],
    ["Caller-Username", user],
    ["Caller-Dialplan", "XML"],
    ["Caller-Caller-ID-Name", "Zoë"],
    ["Caller-Caller-ID-Number", user],
    ["Caller-Orig-Caller-ID-Name", "Zoë"],
    ["Caller-Orig-Caller-ID-Number", user],
    ["Caller-Network-Addr", "192.0.2.7"],
    ["Caller-ANI", user],
    ["Caller-Destination-Number", "32000"],
    ["Caller-Unique-ID", id],
    ["Caller-Source", "mod_sofia"],
    ["Caller-Context", "team"],
    ["Caller-Channel-Name", `sofia/internal/${user}@192.0.2.7`],
    ["Caller-Profile-Index", "1"],
    ["Caller-Profile-Created-Time", "1795313678357662"],
    ["Caller-Channel-Created-Time", "1795313678357662"],
    ["Caller-Channel-Answered-Time", "0"],
    ["Caller-Channel-Progress-Time", "0"],
    ["Caller-Channel-Progress-Media-Time", "0"],
    ["Caller-Channel-Hangup-Time", "0"],
    ["Caller-Channel-Bridged-Time", "0"],
    ["Caller-Screen-Bit", "true"],
    ["Caller-Privacy-Hide-Name", "false"],
    ["Caller-Privacy-Hide-Number", "false"],
    ["variable_direction", "inbound"],
    ["variable_uuid", id],
    ["variable_session_id", "4"],
    ["variable_sip_from_user", user],
    ["variable_sip_from_uri", `${user}@192.0.2.7`],
    ["variable_channel_name", `sofia/internal/${user}@192.0.2.7`],
    ["variable_sip_call_id", `${382976 + n}@192.0.2.7:5100`],
    ["variable_sip_user_agent", "Example Phone/2.1 (build 77; eu)"],
    ["Application", "playback"],
    ["Application-Data", "ivr/ivr-welcome_to_freeswitch.wav"],
    ["Application-Response", "FILE PLAYED"],
  ];
}

const encoded = (format, count) =>
  Array.from({ length: count }, (_, n) => encodeEvent(headersOf(n), undefined, format));

/** @returns the reads that carry `count` events in this format, cut anywhere */
export function eventStream(format, count) {
  const stream = Buffer.concat(encoded(format, count));
  return Array.from({ length: Math.ceil(stream.length / READ_BYTES) }, (_, i) =>
    stream.subarray(i * READ_BYTES, (i + 1) * READ_BYTES),
  );
}

/** @returns BATCH_EVENTS events in writes of whole ones, each as large as a read */
export function eventBatches(format) {
  const events = encoded(format, BATCH_EVENTS);
  return Array.from({ length: BATCH_EVENTS / EVENTS_A_WRITE }, (_, i) =>
    Buffer.concat(events.slice(i * EVENTS_A_WRITE, (i + 1) * EVENTS_A_WRITE)),
  );
}
