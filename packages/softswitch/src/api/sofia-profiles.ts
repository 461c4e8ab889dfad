import { childNamed, childrenNamed, type XmlElement } from "@parley/fsxml";
import type { SwitchCore } from "../core/index.js";

/** A SIP profile as the tree says; nothing of it is bound here. */
export interface SofiaProfile {
  readonly name: string;
  readonly ip: string;
  readonly url: string;
  readonly tlsUrl: string | undefined;
  readonly wsUrl: string | undefined;
  readonly wssUrl: string | undefined;
  readonly params: Readonly<Record<string, string>>;
}

function readParams(profile: XmlElement): Record<string, string> {
  const params: Record<string, string> = Object.create(null);
  for (const { attributes } of childrenNamed(childNamed(profile, "settings"), "param")) {
    params[attributes["name"] ?? ""] = attributes["value"] ?? "";
  }
  return params;
}

function webUrl(ip: string, binding: string | undefined, transport: string): string | undefined {
  if (binding === undefined || binding === "") return undefined;
  const at = binding.lastIndexOf(":");
  const host = binding.slice(0, Math.max(at, 0)) || ip;
  return `sip:mod_sofia@${host}:${binding.slice(at + 1)};transport=${transport}`;
}

function readProfile(core: SwitchCore, profile: XmlElement): SofiaProfile {
  const params = readParams(profile);
  const ip = params["sip-ip"] || core.identity.ipv4;
  return {
    name: profile.attributes["name"] ?? "",
    ip,
    url: `sip:mod_sofia@${ip}:${params["sip-port"] || "5060"}`,
    tlsUrl:
      params["tls"] === "true"
        ? `sip:mod_sofia@${ip}:${params["tls-sip-port"] || "5061"}`
        : undefined,
    wsUrl: webUrl(ip, params["ws-binding"], "ws"),
    wssUrl: webUrl(ip, params["wss-binding"], "wss"),
    params,
  };
}

/** Profiles of sofia.conf; one called `internal` when the tree has none, for phones need somewhere to be. */
export function sofiaProfiles(core: SwitchCore): SofiaProfile[] {
  const configuration = core.tree.locate("configuration", "configuration", "name", "sofia.conf");
  const found = childrenNamed(childNamed(configuration, "profiles"), "profile");
  if (found.length > 0) return found.map((each) => readProfile(core, each));
  const ip = core.variables.get("domain") ?? core.identity.ipv4;
  const url = `sip:mod_sofia@${ip}:5060`;
  const none = undefined;
  return [{ name: "internal", ip, url, tlsUrl: none, wsUrl: none, wssUrl: none, params: {} }];
}
