import { formatLocalDate, type SwitchCore } from "../core/index.js";
import { type Registration, statusOf } from "../registrations/index.js";
import type { SofiaProfile } from "./sofia-profiles.js";

const LINE = `${"=".repeat(97)}\n`;

const row = (name: string, type: string, data: string, state: string): string =>
  `${name.padStart(25)}\t${type}\t  ${data.padStart(40)}\t${state}\n`;

/** `sofia status`. */
export function statusText(core: SwitchCore, profiles: readonly SofiaProfile[]): string {
  const running = `RUNNING (${core.counters.active})`;
  const rows = profiles.map((profile) => {
    const tls = profile.tlsUrl && row(profile.name, "profile", profile.tlsUrl, `${running} (TLS)`);
    return row(profile.name, "profile", profile.url, running) + (tls ?? "");
  });
  const count = `${profiles.length} profile${profiles.length === 1 ? "" : "s"} 0 aliases\n`;
  return row("Name", "   Type", "Data", "State") + LINE + rows.join("") + LINE + count;
}

const secondsLeft = (registration: Registration): number =>
  registration.expiresAt - Math.floor(Date.now() / 1000);

const expiryOf = (registration: Registration): string =>
  formatLocalDate(new Date(registration.expiresAt * 1000));

const field = (label: string, value: string): string => `${label.padEnd(12)}\t${value}\n`;

function registrationText(core: SwitchCore, each: Registration): string {
  const address = `${each.user}@${each.domain}`;
  const expiry = `EXP(${expiryOf(each)}) EXPSECS(${secondsLeft(each)})`;
  return [
    field("Call-ID:", each.callId),
    field("User:", address),
    field("Contact:", each.contact),
    field("Agent:", each.agent),
    field("Status:", `${statusOf(each)}(unknown) ${expiry}`),
    "Ping-Status:\tReachable\n",
    // This label alone is not padded.
    "Ping-Time:\t0.00\n",
    field("Host:", core.identity.hostname),
    field("IP:", each.networkIp),
    field("Port:", String(each.networkPort)),
    field("Auth-User:", each.user),
    field("Auth-Realm:", each.domain),
    field("MWI-Account:", address),
    "\n",
  ].join("");
}

/** `sofia status profile <p> reg`. */
export function registrationsText(core: SwitchCore, list: readonly Registration[]): string {
  const items = list.map((each) => registrationText(core, each)).join("");
  return `\nRegistrations:\n${LINE}${items}Total items returned: ${list.length}\n${LINE}`;
}

/** `sofia status profile <p>`: the lines that follow from the tree. */
export function profileText(core: SwitchCore, profile: SofiaProfile, registered: number): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Name", profile.name],
    ["Domain Name", "N/A"],
    ["Auto-NAT", "false"],
    ["DBName", `sofia_reg_${profile.name}`],
    ["Dialplan", profile.params["dialplan"] ?? "XML"],
    ["Context", profile.params["context"] ?? "default"],
    ["Challenge Realm", profile.params["challenge-realm"] ?? "auto_to"],
    ["RTP-IP", profile.params["rtp-ip"] ?? profile.ip],
    ["SIP-IP", profile.ip],
    ["URL", profile.url],
    ["BIND-URL", `${profile.url};transport=udp,tcp`],
    ...(profile.tlsUrl ? ([["TLS-URL", profile.tlsUrl]] as const) : []),
    ...(profile.wsUrl ? ([["WS-BIND-URL", profile.wsUrl]] as const) : []),
    ...(profile.wssUrl ? ([["WSS-BIND-URL", profile.wssUrl]] as const) : []),
    ["CALLS-IN", String(core.counters.total)],
    ["FAILED-CALLS-IN", "0"],
    ["CALLS-OUT", "0"],
    ["FAILED-CALLS-OUT", "0"],
    ["REGISTRATIONS", String(registered)],
  ];
  return LINE + facts.map(([name, value]) => `${name.padEnd(17)}\t${value}\n`).join("") + LINE;
}

const PROLOG = '<?xml version="1.0" encoding="ISO-8859-1"?>\n';

const escapeXml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

/** `sofia xmlstatus`; `data` is not escaped there. */
export function statusXml(core: SwitchCore, profiles: readonly SofiaProfile[]): string {
  const running = `RUNNING (${core.counters.active})`;
  const element = (name: string, url: string | undefined, suffix: string): string =>
    url === undefined
      ? ""
      : `<profile>\n<name>${name}</name>\n<type>profile</type>\n<data>${url}</data>\n<state>${running}${suffix}</state>\n</profile>\n`;
  const rows = profiles.map(
    ({ name, url, tlsUrl, wsUrl, wssUrl }) =>
      element(name, url, "") +
      element(name, tlsUrl, " (TLS)") +
      element(name, wsUrl, " (WS)") +
      element(name, wssUrl, " (WSS)"),
  );
  return `${PROLOG}<profiles>\n${rows.join("")}</profiles>\n`;
}

function registrationXml(core: SwitchCore, each: Registration): string {
  const address = `${each.user}@${each.domain}`;
  const expiry = `exp(${expiryOf(each)}) expsecs(${secondsLeft(each)})`;
  const fields: readonly (readonly [string, string])[] = [
    ["call-id", each.callId],
    ["user", address],
    ["contact", escapeXml(each.contact)],
    ["agent", escapeXml(each.agent)],
    ["status", `${statusOf(each)}(unknown) ${expiry}`],
    ["ping-status", "Reachable"],
    ["ping-time", "0.00"],
    ["host", core.identity.hostname],
    ["network-ip", each.networkIp],
    ["network-port", String(each.networkPort)],
    ["sip-auth-user", encodeURIComponent(each.user)],
    ["sip-auth-realm", each.domain],
    ["mwi-account", address],
  ];
  const lines = fields.map(([name, value]) => `        <${name}>${value}</${name}>\n`).join("");
  return `    <registration>\n${lines}    </registration>\n`;
}

/** `sofia xmlstatus profile <p> reg`. */
export function registrationsXml(core: SwitchCore, list: readonly Registration[]): string {
  const items = list.map((each) => registrationXml(core, each)).join("");
  return `${PROLOG}<profile>\n  <registrations>\n${items}  </registrations>\n</profile>\n`;
}

/** `sofia xmlstatus profile <p>`: what follows from the tree. */
export function profileXml(core: SwitchCore, profile: SofiaProfile, registered: number): string {
  const facts: readonly (readonly [string, string])[] = [
    ["name", profile.name],
    ["domain-name", "N/A"],
    ["auto-nat", "false"],
    ["db-name", `sofia_reg_${profile.name}`],
    ["dialplan", profile.params["dialplan"] ?? "XML"],
    ["context", profile.params["context"] ?? "default"],
    ["sip-ip", profile.ip],
    ["url", profile.url],
    ["calls-in", String(core.counters.total)],
    ["calls-out", "0"],
    ["failed-calls-in", "0"],
    ["failed-calls-out", "0"],
    ["registrations", String(registered)],
  ];
  const lines = facts
    .map(([name, value]) => `    <${name}>${escapeXml(value)}</${name}>\n`)
    .join("");
  return `${PROLOG}<profile>\n  <profile-info>\n${lines}  </profile-info>\n</profile>\n`;
}
