import { parseXml } from "@parley/fsxml";

/** Sections and keys as a client keeps them. */
export type LpConfig = Map<string, Map<string, string>>;

/**
 * Applies a remote provisioning document the way liblinphone does (xml2lpc.c, remote_provisioning.c): the root is
 * `config`, below it `section`, below that `entry`; a key that has a value stays unless `overwrite` is exactly `true`;
 * an empty `name` or `overwrite` would crash the client.
 */
export function applyLpConfig(text: string, config: LpConfig = new Map()): LpConfig {
  const root = parseXml(text);
  if (root.name !== "config") throw new Error("the root must be config");
  for (let n = 0; config.has(`auth_info_${n}`); n += 1) config.delete(`auth_info_${n}`);
  for (const section of root.children.filter(({ name }) => name === "section")) {
    const name = present(section.attributes["name"]);
    const keys = config.get(name) ?? new Map<string, string>();
    config.set(name, keys);
    for (const entry of section.children.filter(({ name }) => name === "entry")) {
      const key = present(entry.attributes["name"]);
      const { overwrite } = entry.attributes;
      if (overwrite !== undefined) present(overwrite);
      if (entry.children.length > 0) throw new Error(`${name}/${key} is mixed with elements`);
      if (!keys.has(key) || overwrite === "true") keys.set(key, entry.text);
    }
  }
  return config;
}

/** The sections of a kind, counted from 0 until the first gap, as the client counts. */
export function counted(config: LpConfig, kind: string): Map<string, string>[] {
  const found: Map<string, string>[] = [];
  for (let n = 0; ; n += 1) {
    const section = config.get(`${kind}_${n}`);
    if (!section) return found;
    found.push(section);
  }
}

/** `"Name" <sip:…>` of RFC 3261: the name with its escapes undone, and the address. */
export function parseSipAddress(text: string): { name: string; uri: string } {
  const match = /^"((?:[^"\\]|\\.)*)" <([^<>]+)>$/su.exec(text);
  if (!match) throw new Error(`not a SIP address: ${text}`);
  return { name: (match[1] ?? "").replace(/\\(.)/gsu, "$1"), uri: match[2] ?? "" };
}

function present(value: string | undefined): string {
  if (!value) throw new Error("an empty attribute crashes the client");
  return value;
}
