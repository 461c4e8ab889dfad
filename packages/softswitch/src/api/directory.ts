import { childNamed, serialize, type XmlElement } from "@parley/fsxml";
import type { SwitchCore } from "../core/index.js";
import type { Registrations } from "../registrations/index.js";
import { dialStringOf } from "../registrations/index.js";
import { type DirectoryEntry, groupsOf, mergedUser, type SwitchTree } from "../tree/index.js";

export interface DirectoryDeps {
  readonly core: SwitchCore;
  readonly tree: SwitchTree;
  readonly registrations: Registrations;
}

const NOT_REGISTERED = "error/user_not_registered";

/** Users are found by `id` and `number-alias` only; any other key compares that attribute. */
function findBy(
  tree: SwitchTree,
  key: string,
  user: string,
  domain: string,
): DirectoryEntry | undefined {
  if (key === "id") return tree.directory.find(user, domain);
  return tree.directory.entries(domain).find((entry) => entry.user.attributes[key] === user);
}

function userExists({ tree }: DirectoryDeps, args: string): string {
  const [key = "", user = "", domain = ""] = args.split(" ");
  return String(findBy(tree, key, user, domain) !== undefined);
}

function findUserXml({ tree }: DirectoryDeps, args: string): string {
  const [key, user, domain] = args.split(" ");
  if (!key || !user || !domain) return "-ERR bad args\n";
  const entry = findBy(tree, key, user, domain);
  return entry === undefined ? "-ERR can't find user\n" : serialize(mergedUser(entry));
}

const CONTAINERS: Readonly<Record<string, string>> = { param: "params", var: "variables" };

function valueIn(user: XmlElement, type: string, name: string): string {
  if (type === "attr") return user.attributes[name] ?? "";
  const container = CONTAINERS[type];
  const item = container && childNamed(user, container)?.children;
  const found = (item || []).find((each) => each.attributes["name"] === name);
  return found?.attributes["value"] ?? "";
}

function userData({ tree }: DirectoryDeps, args: string): string {
  const [address = "", type = "", name = ""] = args.split(" ");
  const [user = "", domain = tree.domains[0] ?? ""] = address.split("@");
  const entry = tree.directory.find(user, domain);
  return entry === undefined ? "" : valueIn(mergedUser(entry), type, name);
}

/** A comma parts user and group, whatever the help text says. */
function inGroup({ tree }: DirectoryDeps, args: string): string {
  const [address = "", group = ""] = args.split(",");
  const [user = "", domain = tree.domains[0] ?? ""] = address.split("@");
  return String(groupsOf(tree.directory, user, domain).includes(group));
}

/** Dial strings of all phones of a user, or the text that makes a dial fail. */
export function contactOf(registrations: Registrations, address: string): string {
  const found = registrations.find(address).map(dialStringOf);
  return found.length > 0 ? found.join(",") : NOT_REGISTERED;
}

const USER_COLUMNS =
  "userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number";

function userLine(deps: DirectoryDeps, entry: DirectoryEntry, domain: string): string {
  const user = mergedUser(entry);
  const id = user.attributes["id"] ?? "";
  const variable = (name: string): string => valueIn(user, "var", name);
  return [
    id,
    variable("user_context"),
    domain,
    entry.group?.attributes["name"] ?? "default",
    contactOf(deps.registrations, `${id}@${domain}`),
    variable("callgroup"),
    variable("effective_caller_id_name"),
    variable("effective_caller_id_number"),
  ].join("|");
}

function listUsers(deps: DirectoryDeps, args: string): string {
  const words = args.split(" ").filter((word) => word !== "");
  const wanted = (name: string): string | undefined => {
    const at = words.indexOf(name);
    return at < 0 ? undefined : words[at + 1];
  };
  const [group, only, user, context] = ["group", "domain", "user", "context"].map(wanted);
  const lines = deps.tree.domains
    .filter((domain) => only === undefined || domain === only)
    .flatMap((domain) =>
      deps.tree.directory
        .entries(domain)
        .filter((entry) => group === undefined || entry.group?.attributes["name"] === group)
        .filter((entry) => user === undefined || entry.user.attributes["id"] === user)
        .map((entry) => userLine(deps, entry, domain)),
    )
    .filter((line) => context === undefined || line.split("|")[1] === context);
  return `${[USER_COLUMNS, ...lines].join("\n")}\n\n+OK\n`;
}

/** user_exists, domain_exists, find_user_xml, user_data, in_group, list_users, sofia_contact. */
export function registerDirectoryCommands(deps: DirectoryDeps): void {
  const { api } = deps.core;
  const add = (
    name: string,
    handler: (deps: DirectoryDeps, args: string) => string,
    syntax: string,
  ) => api.register(name, (args) => handler(deps, args), { syntax });
  add("user_exists", userExists, "<key> <user> <domain>");
  add(
    "domain_exists",
    ({ tree }, args) => String(tree.directory.domain(args) !== undefined),
    "<domain>",
  );
  add("find_user_xml", findUserXml, "<key> <user> <domain>");
  add("user_data", userData, "<user>@<domain> [attr|var|param] <name>");
  add("in_group", inGroup, "<user>[@<domain>],<group_name>");
  add(
    "list_users",
    listUsers,
    "[group <group>] [domain <domain>] [user <user>] [context <context>]",
  );
  add(
    "sofia_contact",
    ({ registrations }, args) => contactOf(registrations, args.replace(/^[^/]*\//, "")),
    "[profile/]<user>@<domain>",
  );
}
