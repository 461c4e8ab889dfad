import type { CallFacts, Values } from "../channels/index.js";
import type { MediaLeg } from "../media/index.js";
import {
  parseAddress,
  parseUri,
  type SipMessage,
  type SipPeer,
  type SipRequest,
} from "../sip/index.js";

/** What of the profile shows in the variables of its calls. */
export interface ProfileFacts {
  readonly name: string;
  readonly url: string;
  /** Where media and signalling go out. */
  readonly ip: string;
}

const WEB = ["ws", "wss"];

/** `user`, `port`, `uri`, `host` of one URI, as sofia_glue_set_extra_headers names them. */
function uriVariables(prefix: string, uri: string, withUser = true): Values {
  const parts = parseUri(uri);
  if (!parts) return [];
  const { user, host, port, params } = parts;
  const at = `${host}${port === undefined ? "" : `:${port}`}`;
  const text = [...params].map(([name, value]) => (value ? `${name}=${value}` : name)).join(";");
  const values: [string, string][] = [];
  if (text) values.push([`${prefix}_params`, text]);
  if (user !== undefined && withUser) values.push([`${prefix}_user`, user]);
  if (port !== undefined) values.push([`${prefix}_port`, String(port)]);
  values.push(
    [`${prefix}_uri`, user === undefined ? at : `${user}@${at}`],
    [`${prefix}_host`, host],
  );
  return values;
}

function headerVariables(prefix: string, message: SipMessage, header: string): Values {
  const address = parseAddress(message.get(header) ?? "");
  return address ? uriVariables(prefix, address.uri) : [];
}

export const tagOf = (message: SipMessage, header: "From" | "To"): string =>
  parseAddress(message.get(header) ?? "")?.params.get("tag") ?? "";

/** `[name, value]` where the message has the header. */
const of = (message: SipMessage, name: string, header: string): Values => {
  const value = message.get(header);
  return value === undefined ? [] : [[name, value]];
};

const displayOf = (message: SipMessage): Values => {
  const name = parseAddress(message.get("From") ?? "")?.name;
  return name ? [["sip_from_display", name]] : [];
};

/** Variables of a caller from the moment its INVITE is known, before those of its user. */
export function callVariables(
  invite: SipRequest,
  peer: SipPeer,
  facts: CallFacts,
  ip: string,
  authorized: boolean,
): Values {
  const port = String(peer.port);
  return [
    ["direction", "inbound"],
    ["uuid", facts.uuid],
    ["call_uuid", facts.uuid],
    ["session_id", String(facts.serial)],
    ...headerVariables("sip_from", invite, "From").filter(([name]) => name !== "sip_from_params"),
    ["video_media_flow", "disabled"],
    ["audio_media_flow", "disabled"],
    ["text_media_flow", "disabled"],
    ["channel_name", facts.name],
    ["sip_call_id", invite.get("Call-ID") ?? ""],
    ["sip_local_network_addr", ip],
    ["sip_network_ip", peer.address],
    ["sip_network_port", port],
    ["sip_invite_stamp", String(Math.round(facts.now * 1000))],
    ["sip_received_ip", peer.address],
    ["sip_received_port", port],
    ["sip_via_protocol", peer.transport],
    ...(authorized ? ([["sip_authorized", "true"]] as const) : []),
  ];
}

/** Who the caller is in the directory, around the variables its entry has. */
export function directoryVariables(user: string, domain: string, own: Values): Values {
  return [
    ["sip_number_alias", user],
    ["sip_auth_username", user],
    ["sip_auth_realm", domain],
    ["number_alias", user],
    ["requested_user_name", user],
    ["requested_domain_name", domain],
    ...own,
    ["user_name", user],
    ["domain_name", domain],
  ];
}

const profileVariables = ({ name, url }: ProfileFacts): Values => [
  ["sofia_profile_name", name],
  ["sofia_profile_url", url],
  ["recovery_profile_name", name],
];

function viaVariables(invite: SipRequest, peer: SipPeer): Values {
  const host = /^\S+\s+([^;\s]+)/.exec(invite.get("Via") ?? "")?.[1] ?? "";
  const port = /:(\d+)$/.exec(host)?.[1];
  return [
    ["sip_via_host", host.replace(/:\d+$/, "")],
    ...(port ? ([["sip_via_port", port]] as const) : []),
    ["sip_via_rport", String(peer.port)],
  ];
}

/** The rest of what the INVITE says. */
export function requestVariables(
  invite: SipRequest,
  peer: SipPeer,
  profile: ProfileFacts,
  codecs: string,
): Values {
  const user = parseUri(parseAddress(invite.get("From") ?? "")?.uri ?? "")?.user ?? "";
  return [
    ["sip_from_user_stripped", user.replace(/^\+/, "")],
    ["sip_from_tag", tagOf(invite, "From")],
    ...displayOf(invite),
    ...profileVariables(profile),
    ...of(invite, "sip_full_via", "Via"),
    ...of(invite, "sip_full_from", "From"),
    ...of(invite, "sip_full_to", "To"),
    ...of(invite, "sip_allow", "Allow"),
    ...uriVariables("sip_req", invite.uri),
    ...headerVariables("sip_to", invite, "To"),
    ...headerVariables("sip_contact", invite, "Contact"),
    ["rtp_use_codec_string", codecs],
    ...of(invite, "sip_user_agent", "User-Agent"),
    ...viaVariables(invite, peer),
    ["max_forwards", invite.get("Max-Forwards") ?? "70"],
    ...(invite.body ? ([["switch_r_sdp", invite.body]] as const) : []),
    ["endpoint_disposition", invite.body ? "DELAYED NEGOTIATION" : "RECEIVED_NOSDP"],
  ];
}

/** What is known once media is agreed on. */
export function mediaVariables(media: MediaLeg, wanted: string, ip: string): Values {
  const { codec } = media;
  const rate = String(codec.rate);
  const video = media.hasVideo ? "sendrecv" : "inactive";
  return [
    ["rtp_use_codec_string", wanted],
    ...(media.remoteSdp ? ([["switch_r_sdp", media.remoteSdp]] as const) : []),
    ["remote_video_media_flow", video],
    ["remote_text_media_flow", "inactive"],
    ["remote_audio_media_flow", media.held ? "sendonly" : "sendrecv"],
    ["audio_media_flow", "sendrecv"],
    ["video_media_flow", video],
    ...(media.hasVideo ? ([["video_possible", "true"]] as const) : []),
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
    ["local_media_ip", media.localAddress],
    ["local_media_port", String(media.localPort)],
    ["advertised_media_ip", ip],
    ["rtp_use_timer_name", "soft"],
    ["rtp_use_pt", String(codec.payloadType)],
    ["rtp_2833_send_payload", "101"],
    ["rtp_2833_recv_payload", "101"],
    ["remote_media_ip", media.remoteAddress],
    ["remote_media_port", String(media.remotePort)],
    ["endpoint_disposition", "EARLY MEDIA"],
  ];
}

/** What the ACK says. */
export const ackVariables = (ack: SipRequest): Values => [
  ["sip_to_tag", tagOf(ack, "To")],
  ["sip_from_tag", tagOf(ack, "From")],
  ["sip_cseq", (ack.get("CSeq") ?? "").replace(/\s.*$/, "")],
  ["sip_call_id", ack.get("Call-ID") ?? ""],
  ...of(ack, "sip_full_via", "Via"),
  ...of(ack, "sip_full_from", "From"),
  ...of(ack, "sip_full_to", "To"),
];

/** A call of ours when it is made. */
export function outgoingVariables(
  facts: CallFacts,
  uri: string,
  toDomain: string,
  profile: ProfileFacts,
  media: MediaLeg,
): Values {
  const user = facts.destination.replace(/^sips?:/i, "").replace(/[%@].*$/, "");
  return [
    ["direction", "outbound"],
    ["is_outbound", "true"],
    ["uuid", facts.uuid],
    ["session_id", String(facts.serial)],
    ["sip_local_network_addr", profile.ip],
    ["sip_profile_name", profile.name],
    ["text_media_flow", "disabled"],
    ["channel_name", facts.name],
    ["sip_local_url", `${user}@${toDomain}`],
    ["sip_destination_url", `<${uri}>`],
    ["local_media_ip", media.localAddress],
    ["local_media_port", String(media.localPort)],
    ["advertised_media_ip", profile.ip],
    ["audio_media_flow", "sendrecv"],
    ["rtp_local_sdp_str", media.localSdp],
    ["sip_outgoing_contact_uri", `<${profile.url}>`],
    ["sip_req_uri", uri.replace(/^sips?:/i, "")],
    ...profileVariables(profile),
  ];
}

/** What the phone's answer to our INVITE says. */
export function responseVariables(response: SipMessage, peer: SipPeer): Values {
  return [
    ["sip_reply_host", peer.address],
    ["sip_reply_port", String(peer.port)],
    ["sip_network_ip", peer.address],
    ["sip_network_port", String(peer.port)],
    ...of(response, "sip_allow", "Allow"),
    ...displayOf(response),
    ...of(response, "sip_full_via", "Via"),
    ...of(response, "sip_full_from", "From"),
    ...of(response, "sip_full_to", "To"),
    ...headerVariables("sip_from", response, "From"),
    ...headerVariables("sip_to", response, "To"),
    ...headerVariables("sip_contact", response, "Contact"),
    ["sip_to_tag", tagOf(response, "To")],
    ["sip_from_tag", tagOf(response, "From")],
    ["sip_cseq", (response.get("CSeq") ?? "").replace(/\s.*$/, "")],
    ["sip_call_id", response.get("Call-ID") ?? ""],
  ];
}

/** How the phone's end came. */
export const endVariables = (status: number, q850: number): Values => [
  ["sip_term_status", String(status)],
  ["proto_specific_hangup_cause", `sip:${status}`],
  ["sip_term_cause", String(q850)],
];

export const failureVariables = (status: number, phrase: string): Values => [
  ["sip_invite_failure_status", String(status)],
  ["sip_invite_failure_phrase", phrase],
];

/** Whether a transport is a browser's. */
export const isWeb = (transport: string): boolean => WEB.includes(transport);
