import type { SwitchCore } from "../../core/index.js";
import type { Registration, Registrations } from "../../registrations/index.js";
import { uriOf } from "../../registrations/index.js";
import { findCause } from "../causes.js";
import { expand } from "../dialplan/expand.js";
import type { OutgoingLeg } from "../legs/leg.js";
import { type DialTarget, parseDialString } from "./dial-string.js";

/** Whom a SIP call goes to and how it presents itself. */
export interface SofiaDestination {
  /** Request URI: the contact of a registration, or an address as given. */
  readonly uri: string;
  readonly registration: Registration | undefined;
  readonly from: { readonly user: string; readonly name: string; readonly domain: string };
  /** Codec names in order of preference. */
  readonly codecs: string | undefined;
  readonly video: boolean;
  /** Without sound for so long the phone counts as gone; as the profile says unless given. */
  readonly mediaTimeoutMs?: number | undefined;
}

/** Makes the legs of SIP calls; a switch without SIP has none. */
export interface SofiaDialer {
  readonly profile: string;
  leg(destination: SofiaDestination): OutgoingLeg;
}

export type Pairs = readonly (readonly [name: string, value: string])[];

/** Somebody who can be called. */
export type Prospect = {
  readonly variables: Pairs;
  /** Directory variables the channel takes over once it is answered. */
  readonly userVariables: Pairs;
  readonly name: string;
  readonly destination: string;
  readonly presenceId: string;
  /** Found through the directory: `user/…`. */
  readonly viaUser: boolean;
} & (
  | {
      readonly kind: "sofia";
      readonly uri: string;
      readonly registration: Registration | undefined;
    }
  | {
      readonly kind: "loopback";
      readonly extension: string;
      readonly context: string;
      readonly dialplan: string;
    }
);

export interface EndpointHouse {
  readonly core: SwitchCore;
  readonly registrations: Registrations;
  readonly dialer: SofiaDialer | undefined;
}

export type Resolved = readonly Prospect[] | string;

const PLAIN = { userVariables: [], presenceId: "", viaUser: false } as const;

/** Finds who a target of a dial string is; a text is the cause why there is nobody. */
export function resolveTarget(house: EndpointHouse, target: DialTarget): Resolved {
  const slash = target.url.indexOf("/");
  const kind = slash < 0 ? "" : target.url.slice(0, slash).toLowerCase();
  const rest = target.url.slice(slash + 1);
  switch (kind) {
    case "user":
      return resolveUser(house, rest, target.variables);
    case "sofia":
      return resolveSofia(house, rest, target.variables);
    case "loopback":
      return resolveLoopback(rest, target.variables);
    case "error":
      return findCause(rest) ?? "NORMAL_CLEARING";
    default:
      return "CHAN_NOT_IMPLEMENTED";
  }
}

function resolveUser(house: EndpointHouse, rest: string, variables: Pairs): Resolved {
  const { core } = house;
  const [id = "", domain = core.variables.get("domain") ?? ""] = rest.split("@");
  const record = core.tree.directoryUser(id, domain);
  if (!record) return "SUBSCRIBER_ABSENT";
  const dialed: Pairs = [
    ["dialed_user", id],
    ["dialed_domain", domain],
    ["presence_id", `${id}@${domain}`],
  ];
  const known = new Map([...dialed, ...variables]);
  const getVariable = (name: string): string | undefined =>
    known.get(name) ?? core.variables.get(name);
  const text = expand(record.params["dial-string"] ?? "", { core, getVariable });
  const nested = parseDialString(text);
  const own = Object.entries(record.variables).filter(([, value]) => value !== "");
  const user = { userVariables: own, presenceId: `${id}@${domain}`, viaUser: true } as const;
  let cause = "USER_NOT_REGISTERED";
  for (const targets of nested.alternatives) {
    const found: Prospect[] = [];
    for (const [at, { url, variables: leg }] of targets.entries()) {
      const all = [...dialed, ...nested.variables, ...variables, ...leg];
      const resolved = resolveTarget(house, { url, variables: all });
      if (typeof resolved !== "string")
        found.push(...resolved.map((each) => ({ ...each, ...user })));
      else if (at === 0) cause = resolved;
    }
    if (found.length > 0) return found;
  }
  return cause;
}

function resolveSofia(house: EndpointHouse, rest: string, variables: Pairs): Resolved {
  const slash = rest.indexOf("/");
  if (slash < 0 || slash === rest.length - 1) return "INVALID_URL";
  const profile = rest.slice(0, slash);
  const destination = rest.slice(slash + 1);
  if (profile !== house.registrations.profile) return "INVALID_PROFILE";
  const one = (registration: Registration | undefined, uri: string): Resolved =>
    house.dialer === undefined
      ? "NO_ANSWER"
      : [
          {
            ...PLAIN,
            kind: "sofia",
            variables,
            uri,
            registration,
            destination,
            name: nameOf(rest),
          },
        ];
  if (destination.includes("%")) {
    const [first, second] = house.registrations.find(destination.replace("%", "@"));
    // FreeSWITCH stops reading at the second row and keeps that one (sofia_reg.c, sofia_reg_find_callback).
    const registration = second ?? first;
    return registration ? one(registration, uriOf(registration)) : "USER_NOT_REGISTERED";
  }
  const uri = /^sips?:/i.test(destination) ? destination : `sip:${destination}`;
  return one(registrationOf(house, uri), uri);
}

/** FreeSWITCH marks contacts behind a NAT with `fs_path`; they are found by what stands before it. */
function registrationOf(house: EndpointHouse, uri: string): Registration | undefined {
  const plain = (text: string): string => text.replace(/;fs_[a-z]+=[^;]*/g, "");
  return house.registrations.list().find((each) => plain(uriOf(each)) === plain(uri));
}

const nameOf = (rest: string): string =>
  `sofia/${rest.replace(/%.*$/, "").replace(/\/sips?:/i, "/")}`;

function resolveLoopback(rest: string, variables: Pairs): Resolved {
  const [extension = "", context, dialplan] = rest.split("/");
  if (!extension) return "INVALID_URL";
  if (extension.startsWith("app=")) {
    const app = rest.slice("app=".length);
    const given = { extension: app, context: "default", dialplan: "inline" };
    return [
      {
        ...PLAIN,
        kind: "loopback",
        variables,
        name: `loopback/${rest}-a`,
        destination: rest,
        ...given,
      },
    ];
  }
  const where = context || new Map(variables).get("loopback_initial_context") || "default";
  const name = `loopback/${extension}-a`;
  const place = { extension, context: where, dialplan: dialplan || "xml" };
  return [{ ...PLAIN, kind: "loopback", variables, name, destination: extension, ...place }];
}
