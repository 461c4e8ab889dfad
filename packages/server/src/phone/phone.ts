import { createHash } from "node:crypto";
import type { MyPhone } from "@parley/protocol";
import type { User, XmlState } from "../xml-state/index.js";
import { iceServersFor } from "./ice.js";

/** What the configuration says about phones in browsers. */
export interface PhoneSettings {
  readonly sipServers: readonly string[];
  readonly iceServers: readonly string[];
  readonly turnSecret?: string | undefined;
  readonly phoneCodecs: readonly string[];
}

/** Where the page was loaded from: its host name, and whether by TLS. */
export interface PageOrigin {
  readonly host: string;
  readonly secure: boolean;
}

const WILDCARDS = new Set(["", "0.0.0.0", "::", "[::]", "$${bind_ip}"]);

/** `:7443` and `0.0.0.0:7443` are every address of the switch: the page's own host name is one of them. */
function addressOf(
  scheme: "ws" | "wss",
  binding: string | undefined,
  { host }: PageOrigin,
): string[] {
  const parts = /^(.*):(\d{1,5})$/.exec(binding ?? "");
  if (!parts) return [];
  const [, own = "", port = ""] = parts;
  return [`${scheme}://${WILDCARDS.has(own) || scheme === "wss" ? host : own}:${port}`];
}

/**
 * SIP over WebSocket for a page, the best first: what is configured, or the switch's own bindings. A page that came by
 * TLS may open nothing but `wss:`; one that did not can reach a `ws:` on this machine without a certificate to trust.
 */
export function sipServersFor(
  settings: Pick<PhoneSettings, "sipServers">,
  globals: Readonly<Record<string, string>>,
  page: PageOrigin,
): string[] {
  if (settings.sipServers.length > 0) return [...settings.sipServers];
  const wss = addressOf("wss", globals["wss_binding"], page);
  return page.secure ? wss : [...addressOf("ws", globals["ws_binding"], page), ...wss];
}

/** A number of the tree that plays back what one says. */
export const ECHO_TEST = "9196";

/** What somebody's browser needs to be a phone of the switch. */
export function phoneOf(
  user: User,
  settings: PhoneSettings,
  { domain, globals }: Pick<XmlState, "domain" | "globals">,
  page: PageOrigin,
): MyPhone {
  const text = `${user.id}:${domain}:${user.password}`;
  return {
    user: user.id,
    domain,
    displayName: user.name,
    realm: domain,
    // MD5 because SIP's digest is (RFC 3261, section 22.4); whoever sees it is the user whose password it stands for.
    ha1: createHash("md5").update(text).digest("hex"),
    servers: sipServersFor(settings, globals, page),
    iceServers: iceServersFor(user.id, settings.iceServers, settings.turnSecret),
    codecs: [...settings.phoneCodecs],
    echoTest: ECHO_TEST,
  };
}
