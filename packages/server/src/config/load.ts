import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import { checkArchiveKeys } from "./archive-keys.js";
import { ConfigError } from "./errors.js";
import { DEFINITIONS, type SettingName, type Settings, settingsSchema } from "./settings.js";

/** Where a value was found; printed by `parley config`. */
export type Source = "environment" | ".env" | "parley.config" | "first run" | "default";
type Raw = Record<string, unknown>;
type Layer = readonly [Source, Raw];

export interface LoadedConfig {
  readonly settings: Settings;
  readonly sources: Readonly<Record<string, Source>>;
  readonly warnings: readonly string[];
}

export interface LoadOptions {
  readonly environment?: Record<string, string | undefined>;
  /** The folder whose `.env` and `parley.config.*` are read and against which paths resolve. */
  readonly folder?: string;
}

const CONFIG_FILES = ["parley.config.json", "parley.config.js", "parley.config.mjs"] as const;
/** The first run's own values (event socket password …), owner-only; see the room `first-run`. */
export const FIRST_RUN_FILE = "parley.json";

/**
 * Reads the settings once, from the environment, `.env`, `parley.config.*`, what the first run generated, and
 * defaults, in this order.
 *
 * @throws {ConfigError} naming the setting and what is wrong with it.
 */
export async function loadConfig(options: LoadOptions = {}): Promise<LoadedConfig> {
  const folder = resolve(options.folder ?? process.cwd());
  const layers: Layer[] = [
    ["environment", fromVariables(options.environment ?? process.env)],
    [".env", fromVariables(readDotEnv(folder))],
    ["parley.config", await readConfigFile(folder)],
  ];
  const asked = merge(layers).values;
  const dataDir = resolve(folder, String(asked["dataDir"] ?? "var"));
  layers.push(["first run", firstRunValues(asked, dataDir)]);
  layers.push(["default", defaults(merge(layers).values, dataDir)]);
  const { values, sources } = merge(layers);
  const settings = absolute(check(values, sources), folder);
  await checkArchiveKeys(settings);
  return { settings, sources, warnings: warningsOf(settings) };
}

function fromVariables(variables: Record<string, string | undefined>): Raw {
  const raw: Raw = {};
  for (const [name, definition] of Object.entries(DEFINITIONS)) {
    const aliases = "aliases" in definition ? definition.aliases : [];
    const found = [definition.variable, ...aliases]
      .map((each) => (typeof each === "string" ? { variable: each, value: String } : each))
      .find(({ variable }) => variables[variable]);
    if (found) raw[name] = found.value(variables[found.variable] ?? "");
  }
  return raw;
}

function readDotEnv(folder: string): Record<string, string | undefined> {
  const file = join(folder, ".env");
  return existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
}

async function readConfigFile(folder: string): Promise<Raw> {
  const file = CONFIG_FILES.map((name) => join(folder, name)).find((each) => existsSync(each));
  if (!file) return {};
  try {
    const content: unknown = file.endsWith(".json")
      ? JSON.parse(readFileSync(file, "utf8"))
      : ((await import(pathToFileURL(file).href)) as { default: unknown }).default;
    if (typeof content === "object" && content !== null) return renamed(content as Raw);
  } catch (cause) {
    throw new ConfigError(file, (cause as Error).message, { cause });
  }
  throw new ConfigError(file, "must hold (or export as default) one object");
}

/** With settings under their present names; where both stand, the present one counts. */
function renamed(content: Raw): Raw {
  const raw = { ...content };
  for (const [name, definition] of Object.entries(DEFINITIONS)) {
    if (!("formerly" in definition) || !(definition.formerly in raw)) continue;
    raw[name] ??= raw[definition.formerly];
    delete raw[definition.formerly];
  }
  return raw;
}

/** Values generated for the softswitch mean nothing to a FreeSWITCH that somebody else set up. */
function firstRunValues(asked: Raw, dataDir: string): Raw {
  const file = join(dataDir, FIRST_RUN_FILE);
  if (kindOf(asked) !== "softswitch" || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, "utf8")) as Raw;
}

function kindOf(asked: Raw): unknown {
  return asked["switch"] ?? (asked["eslHost"] === undefined ? "softswitch" : "freeswitch");
}

function defaults(asked: Raw, dataDir: string): Raw {
  const kind = kindOf(asked);
  const ours = kind === "softswitch";
  const httpHost = asked["httpHost"] ?? "127.0.0.1";
  return {
    switch: kind,
    eslHost: "127.0.0.1",
    eslPort: 8021,
    eslPassword: "",
    confDir: ours ? join(dataDir, "conf") : "/etc/freeswitch",
    ...(ours ? { recordingsDir: join(dataDir, "recordings") } : {}),
    recordingsMinFree: "500M",
    recordingsFormat: "wav",
    dataDir,
    httpHost,
    httpPort: 8080,
    publicHost: httpHost,
    logLevel: "info",
  };
}

function merge(layers: readonly Layer[]): { values: Raw; sources: Record<string, Source> } {
  const values: Raw = {};
  const sources: Record<string, Source> = {};
  for (const [source, raw] of layers)
    for (const [name, value] of Object.entries(raw)) {
      if (name in values || value === undefined) continue;
      values[name] = value;
      sources[name] = source;
    }
  return { values, sources };
}

function check(values: Raw, sources: Record<string, Source>): Settings {
  const parsed = settingsSchema.safeParse(values);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const name = unknown ?? issue.path.join(".");
  // Of a list, the item that is wrong has the list's name before it.
  const setting = unknown ?? String(issue.path[0] ?? "");
  const definition = DEFINITIONS[setting as SettingName];
  const where = sources[setting] ? ` (from ${sources[setting]})` : "";
  const label = definition ? `${definition.variable} / ${name}` : name;
  throw new ConfigError(`${label}${where}`, unknown ? "is not a setting" : issue.message);
}

const PATHS = [
  "confDir",
  "recordingsDir",
  "dataDir",
  "tlsCert",
  "tlsKey",
  "webDir",
  "archiveIdentity",
] as const;

function absolute(settings: Settings, folder: string): Settings {
  const paths = PATHS.flatMap((name) => {
    const value = settings[name];
    return value === undefined ? [] : [[name, resolve(folder, value)]];
  });
  return { ...settings, ...Object.fromEntries(paths) };
}

function warningsOf(settings: Settings): string[] {
  const warnings: string[] = [];
  // CVE-2019-19492 and CVE-2020-27613 are this password; whoever reaches the port has a shell with it.
  if (settings.eslPassword === "ClueCon")
    warnings.push("the event socket uses the well-known password; change it on the switch");
  if (settings.eslPassword === "")
    warnings.push("no event socket password is set (PARLEY_ESL_PASSWORD)");
  return warnings;
}
