import type { SwitchCore } from "../core/index.js";
import { type Registration, type Registrations, syncNotice } from "../registrations/index.js";
import { type SofiaProfile, sofiaProfiles } from "./sofia-profiles.js";
import {
  profileText,
  profileXml,
  registrationsText,
  registrationsXml,
  statusText,
  statusXml,
} from "./sofia-text.js";

interface Deps {
  readonly core: SwitchCore;
  readonly registrations: Registrations;
}

interface Style {
  readonly status: (core: SwitchCore, profiles: readonly SofiaProfile[]) => string;
  readonly profile: (core: SwitchCore, profile: SofiaProfile, registered: number) => string;
  readonly registrations: (core: SwitchCore, list: readonly Registration[]) => string;
}

const TEXT: Style = {
  status: statusText,
  profile: profileText,
  registrations: registrationsText,
};

const XML: Style = { status: statusXml, profile: profileXml, registrations: registrationsXml };

const profileNamed = (core: SwitchCore, name: string | undefined): SofiaProfile | undefined =>
  sofiaProfiles(core).find((each) => each.name === name);

const of = (registrations: Registrations, profile: SofiaProfile): Registration[] =>
  registrations.list().filter((each) => each.profile === profile.name);

/** `bob@` filters the user only; without an @ the word is the domain. */
function byAddress(list: readonly Registration[], address: string): Registration[] {
  const at = address.indexOf("@");
  const user = at < 0 ? "" : address.slice(0, at);
  const domain = at < 0 ? address : address.slice(at + 1);
  return list.filter(
    (each) => (user === "" || each.user === user) && (domain === "" || each.domain === domain),
  );
}

function profileStatus({ core, registrations }: Deps, words: readonly string[], style: Style) {
  const [name, what, pattern] = words;
  const profile = profileNamed(core, name);
  if (profile === undefined) return "Invalid Profile!\n";
  const list = of(registrations, profile);
  if (what === "reg") {
    return style.registrations(
      core,
      list.filter((each) => pattern === undefined || each.contact.includes(pattern)),
    );
  }
  if (what === "user") return style.registrations(core, byAddress(list, pattern ?? ""));
  return style.profile(core, profile, list.length);
}

function status(deps: Deps, words: readonly string[], style: Style): string {
  if (words.length === 0) return style.status(deps.core, sofiaProfiles(deps.core));
  if (words[0] === "profile" && words.length > 1) return profileStatus(deps, words.slice(1), style);
  return words[0] === "gateway" ? "Invalid Gateway!\n" : "Invalid Syntax!\n";
}

const matching = (target: string | undefined): string =>
  target === undefined ? "" : " matching specified call_id";

/** All registrations of a profile, or those of it that are named. */
const meant = ({ registrations }: Deps, profile: SofiaProfile, target: string | undefined) =>
  target === undefined
    ? of(registrations, profile)
    : registrations.named(target).filter((each) => each.profile === profile.name);

/** The text is the same whether anything matched or not. */
function flush(deps: Deps, profile: SofiaProfile, words: readonly string[]): string {
  const reboot = words.at(-1)?.toLowerCase() === "reboot";
  const [target] = reboot ? words.slice(0, -1) : words;
  for (const each of meant(deps, profile, target)) {
    if (reboot) deps.registrations.notify(each, syncNotice(each));
    deps.registrations.expire(each.callId);
  }
  return `+OK ${reboot ? "rebooting" : "flushing"} all registrations${matching(target)}\n`;
}

/** Without a name FreeSWITCH tells no phone anything: it signs all of them out (sofia_reg.c, sofia_reg_check_sync). */
function checkSync(deps: Deps, profile: SofiaProfile, target: string | undefined): string {
  for (const each of meant(deps, profile, target)) {
    if (target === undefined) deps.registrations.expire(each.callId);
    else deps.registrations.notify(each, syncNotice(each));
  }
  return `+OK syncing all registrations${matching(target)}\n`;
}

function profileCommand(deps: Deps, words: readonly string[]): string {
  const [name = "", verb = "", ...rest] = words;
  const [target] = rest;
  const profile = profileNamed(deps.core, name);
  if (profile === undefined) return `Invalid Profile [${name}]`;
  const reloaded = (): string => `Reload XML [${deps.core.tree.reload()}]\n`;
  const answers: Readonly<Record<string, () => string>> = {
    flush_inbound_reg: () => flush(deps, profile, rest),
    check_sync: () => checkSync(deps, profile, target),
    rescan: () => `${reloaded()}+OK scan complete\n`,
    restart: () => `${reloaded()}restarting: ${name}`,
    start: () => `${reloaded()}${name} started successfully\n`,
    siptrace: () => `${target === "on" ? "Enabled" : "Disabled"} sip debugging on ${name}`,
  };
  return answers[verb]?.() ?? "-ERR Unknown command!\n";
}

const SYNTAX =
  "<help|profile|status|xmlstatus|loglevel|tracelevel|recover|global|jsonstatus> [parameters]";

function sofia(deps: Deps, args: string): string {
  const [verb = "", ...words] = args.split(" ").filter((word) => word !== "");
  if (verb === "status") return status(deps, words, TEXT);
  if (verb === "xmlstatus") return status(deps, words, XML);
  if (verb === "profile") return profileCommand(deps, words);
  return `-USAGE: ${SYNTAX}\n`;
}

/** sofia status, xmlstatus and profile. */
export function registerSofiaCommands(deps: Deps): void {
  deps.core.api.register("sofia", (args) => sofia(deps, args), {
    description: "Sofia Controls",
    syntax: SYNTAX,
    module: "mod_sofia",
  });
}
