import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { EslClient } from "@parley/esl";
import { encryptionOf, matching } from "../archive/index.js";
import type { LoadedConfig, Settings } from "../config/index.js";
import { formatsOf, keepRules, sizeText, spaceOf } from "../recordings-keeper/index.js";

type Verdict = "ok" | "warning" | "failed";
interface Finding {
  readonly verdict: Verdict;
  readonly what: string;
  readonly advice?: string;
}

const ok = (what: string): Finding => ({ verdict: "ok", what });
const failed = (what: string, advice: string): Finding => ({ verdict: "failed", what, advice });
const warning = (what: string, advice: string): Finding => ({ verdict: "warning", what, advice });

const SIGN: Record<Verdict, string> = { ok: "ok     ", warning: "warning", failed: "FAILED " };
const NEEDED_MODULES = [
  "mod_conference",
  "mod_commands",
  "mod_dptools",
  "mod_dialplan_xml",
  "mod_sofia",
];
const OLDEST_SWITCH = [1, 10, 12] as const;

/**
 * Looks at everything a start depends on, without changing anything, one line each.
 *
 * @returns 0 when nothing failed, else 1.
 */
export async function doctor(config: LoadedConfig, print: (line: string) => void): Promise<number> {
  const findings = [
    ...config.warnings.map((text) => warning(text, "see docs/configuration.md")),
    ...checkFolders(config.settings),
    ...checkTls(config.settings),
    ...(await checkArchive(config.settings)),
    ...(await checkKeeping(config.settings)),
    ...(await checkSwitch(config.settings)),
  ];
  for (const { verdict, what, advice } of findings)
    print(`${SIGN[verdict]} ${what}${advice ? `: ${advice}` : ""}`);
  return findings.some(({ verdict }) => verdict === "failed") ? 1 : 0;
}

function checkFolders({ confDir, dataDir, recordingsDir }: Settings): Finding[] {
  const root = join(confDir, "freeswitch.xml");
  const findings = [
    existsSync(root)
      ? writable(confDir, "configuration tree", "PARLEY_CONF_DIR")
      : failed(
          `configuration tree ${confDir}`,
          "has no freeswitch.xml; set PARLEY_CONF_DIR or run npm start once",
        ),
    existsSync(dataDir)
      ? writable(dataDir, "data folder", "PARLEY_DATA_DIR")
      : warning(`data folder ${dataDir}`, "does not exist yet; it is made at the first start"),
  ];
  if (hasToken(join(confDir, "vars.xml")))
    findings.push(
      failed(
        "secrets in vars.xml",
        "still are the public tokens @@…@@; put values of your own there",
      ),
    );
  if (recordingsDir) findings.push(writable(recordingsDir, "recordings", "PARLEY_RECORDINGS_DIR"));
  return findings;
}

function hasToken(file: string): boolean {
  return existsSync(file) && /@@\w+@@/.test(readFileSync(file, "utf8"));
}

function writable(folder: string, what: string, setting: string): Finding {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(`${what} ${folder}`);
  } catch {
    return failed(
      `${what} ${folder}`,
      `this user cannot write there; change its rights or ${setting}`,
    );
  }
}

/** Whether what the settings want of recordings can be had here. */
async function checkKeeping(settings: Settings): Promise<Finding[]> {
  const { minFree, convertTo } = keepRules(settings);
  const findings: Finding[] = [];
  if (settings.recordingsDir !== undefined && minFree > 0) {
    const space = await spaceOf(settings.recordingsDir).catch(() => undefined);
    if (space && space.free < minFree)
      findings.push(
        failed(
          `room for recordings: ${sizeText(space.free)} of ${sizeText(minFree)}`,
          "none can begin; make room or set PARLEY_RECORDINGS_MIN_FREE",
        ),
      );
  }
  if (convertTo === undefined && settings.ffmpeg === undefined) return findings;
  const program = settings.ffmpeg ?? "ffmpeg";
  const formats: readonly string[] = await formatsOf(program).catch(() => []);
  const lacking = formats.length === 0 || (convertTo !== undefined && !formats.includes(convertTo));
  const advice = `it does not run or cannot write ${convertTo ?? "any of our formats"}; install ffmpeg or set PARLEY_FFMPEG`;
  findings.push(
    lacking ? warning(program, advice) : ok(`${program} writes ${formats.join(" and ")}`),
  );
  return findings;
}

function checkTls({ tlsCert, tlsKey, httpHost }: Settings): Finding[] {
  const away = !/^(127\.|::1$|localhost$)/.test(httpHost);
  if (!tlsCert || !tlsKey)
    return away
      ? [
          warning(
            `HTTP on ${httpHost} is not encrypted`,
            "set PARLEY_TLS_CERT and PARLEY_TLS_KEY, or put a TLS proxy before it",
          ),
        ]
      : [];
  const missing = [tlsCert, tlsKey].filter((file) => !existsSync(file));
  if (missing.length > 0) return [failed("TLS", `${missing.join(" and ")} not found`)];
  const open = (statSync(tlsKey).mode & 0o077) !== 0;
  return [
    open
      ? warning(`TLS key ${tlsKey}`, "others may read it; chmod 600")
      : ok("TLS certificate and key"),
  ];
}

/** Before the day somebody needs them: whether this server could open the archives it writes. */
async function checkArchive(settings: Settings): Promise<Finding[]> {
  const { recipients, passphrase, identityFile } = encryptionOf(settings);
  if (passphrase !== undefined) return [ok("archives are encrypted with a passphrase")];
  if (recipients.length === 0) return [ok("archives are stored in clear, for their owner alone")];
  const people = recipients.length === 1 ? "1 recipient" : `${recipients.length} recipients`;
  const encrypted = ok(`archives are encrypted for ${people}`);
  if (identityFile === undefined) return [encrypted];
  const fits = await matching(identityFile, recipients).catch(() => 0);
  return [
    encrypted,
    fits > 0
      ? ok(`keys of archives ${identityFile}`)
      : warning(
          `keys of archives ${identityFile}`,
          "are none of the recipients'; this server cannot open what it stores",
        ),
  ];
}

async function checkSwitch(settings: Settings): Promise<Finding[]> {
  const { eslHost: host, eslPort: port, eslPassword: password, eslUser: user } = settings;
  const client = new EslClient({
    host,
    port,
    password,
    reconnect: false,
    ...(user ? { user } : {}),
  });
  try {
    await client.connect({ signal: AbortSignal.timeout(5000) });
    return [ok(`event socket ${host}:${port}`), ...(await askSwitch(client))];
  } catch (error) {
    const advice = `${(error as Error).message}; is the switch running, and are PARLEY_ESL_HOST, _PORT and _PASSWORD right?`;
    return [failed(`event socket ${host}:${port}`, advice)];
  } finally {
    await client.close();
  }
}

async function askSwitch(client: EslClient): Promise<Finding[]> {
  const version = (await client.api("version", "short", { raw: true })).trim();
  const findings = [
    isOld(version)
      ? warning(`switch ${version}`, `older than ${OLDEST_SWITCH.join(".")}, the oldest tried`)
      : ok(`switch ${version}`),
  ];
  for (const name of NEEDED_MODULES) {
    const loaded = (await client.api("module_exists", name, { raw: true })).trim() === "true";
    if (!loaded) findings.push(failed(name, "is not loaded; add it to modules.conf.xml"));
  }
  // The switch answers +OK to a recording whose format nobody can write, and records nothing.
  if ((await client.api("module_exists", "mod_av", { raw: true })).trim() !== "true")
    findings.push(warning("mod_av", "is not loaded; conferences with a canvas are not recorded"));
  for (const [section, tag] of [
    ["directory", "<user "],
    ["dialplan", "<context "],
    ["configuration", "conference.conf"],
  ] as const) {
    const text = await client.api("xml_locate", section, { raw: true });
    findings.push(
      text.includes(tag)
        ? ok(`section ${section}`)
        : failed(`section ${section}`, `holds no ${tag.trim()}`),
    );
  }
  return findings;
}

function isOld(version: string): boolean {
  const parts = version.split(".").map((part) => Number.parseInt(part, 10));
  const at = OLDEST_SWITCH.findIndex((part, index) => part !== parts[index]);
  return at >= 0 && (parts[at] ?? 0) < OLDEST_SWITCH[at]!;
}
