import type { CallTimes } from "./caller-profile.js";
import { q850 } from "./causes.js";
import { epochMicros, epochSeconds, localStamp } from "./stamps.js";

type Values = (readonly [string, string])[];

const stamp = (name: string, ms: number): Values =>
  ms === 0 ? [] : [[`${name}_stamp`, localStamp(ms)]];

const epochs = (name: string, ms: number): Values => [
  [`${name}_epoch`, epochSeconds(ms)],
  [`${name}_uepoch`, epochMicros(ms)],
];

/** The same spans in one unit; names differ in their prefix or suffix only. */
function spans(
  moments: CallTimes,
  unit: { prefix: string; suffix: string; divide: number },
): Values {
  const span = (from: number, until: number): string =>
    from === 0 || until === 0 ? "0" : String(Math.floor(((until - from) * 1000) / unit.divide));
  const { created, answered, progressMedia, hangup } = moments;
  const billed = span(answered, hangup);
  return [
    [`${unit.prefix}duration`, span(created, hangup)],
    [`bill${unit.suffix}`, billed],
    [`progress${unit.suffix}`, span(created, moments.progress)],
    [`answer${unit.suffix}`, span(created, answered)],
    [`wait${unit.suffix}`, span(created, moments.bridged || answered)],
    [`progress_media${unit.suffix}`, span(created, progressMedia)],
    [`flow_bill${unit.suffix}`, span(created, hangup)],
  ];
}

/** Variables a call gets when it is over (switch_channel_set_timestamps and mod_sofia), in the switch's order. */
export function callRecord(
  moments: CallTimes,
  cause: string,
  callerId: string,
  last: { readonly application: string; readonly data: string },
): Values {
  return [
    ["hangup_cause", cause],
    ["hangup_cause_q850", String(q850(cause))],
    ["digits_dialed", "none"],
    ...stamp("start", moments.created),
    ...stamp("profile_start", moments.profileCreated),
    ...stamp("answer", moments.answered),
    ...stamp("bridge", moments.bridged),
    ...stamp("progress", moments.progress),
    ...stamp("progress_media", moments.progressMedia),
    ...stamp("end", moments.hangup),
    ...epochs("start", moments.created),
    ...epochs("profile_start", moments.profileCreated),
    ...epochs("answer", moments.answered),
    ...epochs("bridge", moments.bridged),
    ...epochs("last_hold", moments.lastHold),
    ["hold_accum_seconds", epochSeconds(moments.held)],
    ["hold_accum_usec", epochMicros(moments.held)],
    ["hold_accum_ms", String(moments.held)],
    ...epochs("resurrect", 0),
    ...epochs("progress", moments.progress),
    ...epochs("progress_media", moments.progressMedia),
    ...epochs("end", moments.hangup),
    ["last_app", last.application],
    ["last_arg", last.data],
    ["caller_id", callerId],
    ...spans(moments, { prefix: "", suffix: "sec", divide: 1_000_000 }),
    ...spans(moments, { prefix: "m", suffix: "msec", divide: 1000 }),
    ...spans(moments, { prefix: "u", suffix: "usec", divide: 1 }),
  ];
}

const COUNTERS = [
  "in_raw_bytes",
  "in_media_bytes",
  "in_packet_count",
  "in_media_packet_count",
  "in_skip_packet_count",
  "in_jitter_packet_count",
  "in_dtmf_packet_count",
  "in_cng_packet_count",
  "in_flush_packet_count",
  "in_largest_jb_size",
  "in_jitter_min_variance",
  "in_jitter_max_variance",
  "in_jitter_loss_rate",
  "in_jitter_burst_rate",
  "in_mean_interval",
  "in_flaw_total",
  "in_quality_percentage",
  "in_mos",
  "out_raw_bytes",
  "out_media_bytes",
  "out_packet_count",
  "out_media_packet_count",
  "out_skip_packet_count",
  "out_dtmf_packet_count",
  "out_cng_packet_count",
  "rtcp_packet_count",
  "rtcp_octet_count",
] as const;

const PACKET_MS = 20;
const PACKET_BYTES = 172;

/** RTP statistics of a call that sent a packet every 20 ms and lost none. */
export function mediaRecord(answeredMs: number): Values {
  const packets = Math.floor(answeredMs / PACKET_MS);
  const value = (name: string): string => {
    if (name.endsWith("raw_bytes") || name.endsWith("media_bytes"))
      return String(packets * PACKET_BYTES);
    if (/^(in|out)(_media)?_packet_count$/.test(name)) return String(packets);
    if (/variance|loss_rate|burst_rate/.test(name)) return "0.00";
    if (name === "in_mean_interval") return "20.00";
    if (name === "in_quality_percentage") return "100.00";
    return name === "in_mos" ? "4.50" : "0";
  };
  return COUNTERS.map((name) => [`rtp_audio_${name}`, value(name)]);
}
