import {
  type DirectoryDomain,
  type DirectoryUser,
  readConferenceConfig,
  readConferences,
  type XmlElement,
} from "@parley/fsxml";
import { type ContextTable, contextOfConferenceNumber } from "../config/index.js";
import type { Conference, Configuration, User } from "./model.js";

/** What the switch hands out for one reading; a part it cannot find is absent. */
export interface SwitchParts {
  readonly directory?: readonly DirectoryDomain[] | undefined;
  readonly dialplan?: XmlElement | undefined;
  readonly conferenceConfig?: XmlElement | undefined;
  readonly globals: Readonly<Record<string, string>>;
}

/** Turns the switch's own words into users, conferences and types. Never throws on an odd hand-made tree. */
export function readConfiguration(parts: SwitchParts, contexts: ContextTable): Configuration {
  const domain = ownDomain(parts.directory ?? [], parts.globals["domain"]);
  return {
    users: readUsers(domain?.users ?? []),
    conferences: readRooms(parts.dialplan, contexts),
    conferenceTypes: readTypes(parts.conferenceConfig),
    globals: parts.globals,
    domain: domain?.name ?? parts.globals["domain"] ?? "",
  };
}

/** Phones register in the domain that the tree's `domain` variable names; without it the first one is ours. */
function ownDomain(domains: readonly DirectoryDomain[], name: string | undefined) {
  const wanted = name?.toLowerCase();
  return domains.find((domain) => domain.name.toLowerCase() === wanted) ?? domains[0];
}

/** Pointers only name a user that stands elsewhere; of two entries with one id FreeSWITCH knows the first. */
function readUsers(entries: readonly DirectoryUser[]): User[] {
  const users = new Map<string, User>();
  for (const entry of entries) {
    const key = entry.id.toLowerCase();
    if (key === "" || entry.type === "pointer" || users.has(key)) continue;
    users.set(key, toUser(entry));
  }
  return [...users.values()];
}

/** The one constructor of a user. Without a name of its own a user answers to its number. */
export function toUser(entry: DirectoryUser): User {
  const { id } = entry;
  return {
    id,
    password: entry.param("password") ?? "",
    conpin: entry.variable("conpin") ?? "",
    context: entry.variable("user_context") ?? "",
    name: entry.variable("effective_caller_id_name") || id,
    email: entry.variable("verto_dvar_email") ?? "",
    polymac: entry.variable("polymac") || "none",
  };
}

/** The dialplan stops at the first extension that answers a number; so does this. */
function readRooms(dialplan: XmlElement | undefined, contexts: ContextTable): Conference[] {
  const rooms = new Map<string, Conference>();
  for (const { number, name, profile } of dialplan === undefined ? [] : readConferences(dialplan)) {
    if (rooms.has(number)) continue;
    const context = contextOfConferenceNumber(contexts, number) ?? "";
    rooms.set(number, { num: number, name, type: profile, context });
  }
  return [...rooms.values()];
}

function readTypes(configuration: XmlElement | undefined): string[] {
  if (configuration === undefined) return [];
  return readConferenceConfig(configuration).profiles.map((profile) => profile.name);
}
