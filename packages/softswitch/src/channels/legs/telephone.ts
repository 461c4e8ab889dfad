import type { SwitchCore } from "../../core/index.js";
import type { Registration } from "../../registrations/index.js";
import type { Codec } from "./codecs.js";

const AGENT = "Parley scripted telephone";
const ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, NOTIFY, SUBSCRIBE, INFO, MESSAGE, REFER";
const FIRST_PORT = 16_384;

/** The SIP side of a call that never was on a wire: what a telephone would have said about itself. */
export interface Telephone {
  readonly number: string;
  readonly domain: string;
  readonly address: string;
  readonly port: number;
  readonly callId: string;
  readonly fromTag: string;
  readonly toTag: string;
  readonly mediaPort: number;
  readonly localMediaPort: number;
  readonly ssrc: number;
}

let calls = 0;

const hex = (core: SwitchCore, digits: number): string =>
  core.newUuid().replaceAll("-", "").slice(0, digits);

/** Takes the place of the registered phone of this number, or of one that never registered. */
export function makeTelephone(
  core: SwitchCore,
  number: string,
  domain: string,
  registration: Registration | undefined,
): Telephone {
  calls += 1;
  const ports = FIRST_PORT + ((calls * 4) % 16_000);
  return {
    number,
    domain,
    address: registration?.networkIp ?? "127.0.0.1",
    port: registration?.networkPort ?? 5100 + (calls % 900) * 10,
    callId: hex(core, 16),
    fromTag: hex(core, 16),
    toTag: hex(core, 13),
    mediaPort: ports,
    localMediaPort: ports + 2,
    ssrc: Number.parseInt(hex(core, 7), 16),
  };
}

const lines = (...text: string[]): string => `${text.join("\r\n")}\r\n`;

const offer = (phone: Telephone): string =>
  lines(
    "v=0",
    `o=- ${phone.ssrc} 1 IN IP4 ${phone.address}`,
    "s=-",
    `c=IN IP4 ${phone.address}`,
    "t=0 0",
    `m=audio ${phone.mediaPort} RTP/AVP 0 8 9 96 101`,
    "a=rtpmap:96 opus/48000/2",
    "a=rtpmap:101 telephone-event/8000",
    `m=video ${phone.mediaPort + 1} RTP/AVP 96`,
    "a=rtpmap:96 VP8/90000",
  );

const answer = (phone: Telephone, codec: Codec): string =>
  lines(
    "v=0",
    `o=FreeSWITCH ${phone.ssrc} ${phone.ssrc + 1} IN IP4 ${phone.address}`,
    "s=FreeSWITCH",
    `c=IN IP4 ${phone.address}`,
    "t=0 0",
    `m=audio ${phone.localMediaPort} RTP/AVP ${codec.payloadType} 101`,
    `a=rtpmap:${codec.payloadType} ${codec.name}/${codec.sdpRate}`,
    "a=rtpmap:101 telephone-event/8000",
    "a=sendrecv",
    "m=video 0 RTP/AVP 19",
  );

type Values = (readonly [string, string])[];

const via = (phone: Telephone, branch: string): string =>
  `SIP/2.0/UDP ${phone.address}:${phone.port};branch=z9hG4bK${branch};rport=${phone.port}`;
const from = (phone: Telephone): string =>
  `<sip:${phone.number}@${phone.domain}>;tag=${phone.fromTag}`;
const to = (phone: Telephone, destination: string): string =>
  `<sip:${destination}@${phone.domain};transport=udp>`;

/** Variables of a call from the moment it is known, before the user's own. */
export function callVariables(
  phone: Telephone,
  uuid: string,
  session: number,
  name: string,
  at: string,
): Values {
  const { number, domain, address } = phone;
  const port = String(phone.port);
  return [
    ["direction", "inbound"],
    ["uuid", uuid],
    ["call_uuid", uuid],
    ["session_id", String(session)],
    ["sip_from_user", number],
    ["sip_from_uri", `${number}@${domain}`],
    ["sip_from_host", domain],
    ["video_media_flow", "disabled"],
    ["audio_media_flow", "disabled"],
    ["text_media_flow", "disabled"],
    ["channel_name", name],
    ["sip_call_id", phone.callId],
    ["sip_local_network_addr", address],
    ["sip_network_ip", address],
    ["sip_network_port", port],
    ["sip_invite_stamp", at],
    ["sip_received_ip", address],
    ["sip_received_port", port],
    ["sip_via_protocol", "udp"],
    ["sip_authorized", "true"],
  ];
}

/** Who the caller is in the directory, around the variables its entry has. */
export const userVariables = (phone: Telephone, own: Values): Values => [
  ["sip_number_alias", phone.number],
  ["sip_auth_username", phone.number],
  ["sip_auth_realm", phone.domain],
  ["number_alias", phone.number],
  ["requested_user_name", phone.number],
  ["requested_domain_name", phone.domain],
  ...own,
  ["user_name", phone.number],
  ["domain_name", phone.domain],
];

/** The rest of what the INVITE says. */
export function inviteVariables(phone: Telephone, destination: string, branch: string): Values {
  const { number, domain, address } = phone;
  const port = String(phone.port);
  const contact = `${number}-0x${branch}`;
  return [
    ["sip_from_user_stripped", number],
    ["sip_from_tag", phone.fromTag],
    ["sofia_profile_name", "internal"],
    ["sofia_profile_url", `sip:mod_sofia@${domain}:5060`],
    ["recovery_profile_name", "internal"],
    ["sip_full_via", via(phone, branch)],
    ["sip_full_from", from(phone)],
    ["sip_full_to", to(phone, destination)],
    ["sip_allow", ALLOW],
    ["sip_req_params", "transport=udp"],
    ["sip_req_user", destination],
    ["sip_req_uri", `${destination}@${domain}`],
    ["sip_req_host", domain],
    ["sip_to_params", "transport=udp"],
    ["sip_to_user", destination],
    ["sip_to_uri", `${destination}@${domain}`],
    ["sip_to_host", domain],
    ["sip_contact_user", contact],
    ["sip_contact_port", port],
    ["sip_contact_uri", `${contact}@${address}:${port}`],
    ["sip_contact_host", address],
    ["rtp_use_codec_string", "OPUS,G722,PCMU,PCMA,VP8"],
    ["sip_user_agent", AGENT],
    ["sip_via_host", address],
    ["sip_via_port", port],
    ["sip_via_rport", port],
    ["max_forwards", "70"],
    ["switch_r_sdp", offer(phone)],
    ["ep_codec_string", "CORE_PCM_MODULE.PCMU@8000h@20i@64000b"],
    ["endpoint_disposition", "DELAYED NEGOTIATION"],
  ];
}

/** What is known once media is agreed on. */
export function mediaVariables(phone: Telephone, codec: Codec, wanted: string): Values {
  const rate = String(codec.rate);
  return [
    ["rtp_use_codec_string", wanted],
    ["remote_text_media_flow", "inactive"],
    ["remote_audio_media_flow", "sendrecv"],
    ["audio_media_flow", "sendrecv"],
    ["rtp_audio_recv_pt", String(codec.payloadType)],
    ["rtp_use_codec_name", codec.name],
    ["rtp_use_codec_rate", String(codec.sdpRate)],
    ["rtp_use_codec_ptime", "20"],
    ["rtp_use_codec_channels", "1"],
    ["rtp_last_audio_codec_string", `${codec.name}@${codec.sdpRate}h@20i@1c`],
    ["read_codec", codec.name],
    ["original_read_codec", codec.name],
    ["read_rate", rate],
    ["original_read_rate", rate],
    ["write_codec", codec.name],
    ["write_rate", rate],
    ["dtmf_type", "rfc2833"],
    ["remote_video_media_flow", "sendrecv"],
    ["video_media_flow", "sendrecv"],
    ["video_possible", "true"],
    ["rtp_remote_video_rtcp_port", String(phone.mediaPort + 1)],
    ["local_media_ip", phone.address],
    ["local_media_port", String(phone.localMediaPort)],
    ["advertised_media_ip", phone.address],
    ["rtp_use_pt", String(codec.payloadType)],
    ["rtp_use_ssrc", String(phone.ssrc)],
    ["rtp_2833_send_payload", "101"],
    ["rtp_2833_recv_payload", "101"],
    ["remote_media_ip", phone.address],
    ["remote_media_port", String(phone.mediaPort)],
    ["endpoint_disposition", "EARLY MEDIA"],
  ];
}

export const answerVariables = (phone: Telephone, codec: Codec): Values => [
  ["rtp_local_sdp_str", answer(phone, codec)],
];

/** What the ACK says. */
export function ackVariables(phone: Telephone, destination: string, branch: string): Values {
  return [
    ["sip_to_tag", phone.toTag],
    ["sip_from_tag", phone.fromTag],
    ["sip_cseq", "1"],
    ["sip_call_id", phone.callId],
    ["sip_full_via", via(phone, branch)],
    ["sip_full_from", from(phone)],
    ["sip_full_to", `${to(phone, destination)};tag=${phone.toTag}`],
  ];
}

/** What a BYE from the phone says. */
export const byeVariables = (cause: number): Values => [
  ["sip_term_status", "200"],
  ["proto_specific_hangup_cause", "sip:200"],
  ["sip_term_cause", String(cause)],
];

/** The switch notes these while it takes the BYE in, when the hangup is told already. */
export const afterByeVariables = (): Values => [
  ["sip_user_agent", AGENT],
  ["sip_hangup_disposition", "recv_bye"],
];
