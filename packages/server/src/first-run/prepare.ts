import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { FIRST_RUN_FILE } from "../config/index.js";
import { generatePassword } from "../values/index.js";
import { generatePin } from "./secrets.js";

export interface PrepareOptions {
  /** `PARLEY_DATA_DIR`; made when missing, readable by its owner only. */
  readonly dataDir: string;
  /** The configuration tree that is copied, with `@@token@@` in place of every secret. */
  readonly treeDir: string;
  /** The prompts; `sounds` beside the tree unless told, and none when there is no such folder. */
  readonly soundsDir?: string;
}

/** What the first run made up; shown to the person once. Absent when everything was there already. */
export interface FirstRun {
  readonly confDir: string;
  readonly login: { readonly name: string; readonly password: string };
  readonly pins: { readonly moderators: string; readonly others: string };
}

const TOKEN = /@@([a-z_]+)@@/g;

/**
 * Prepares the data folder: copies the prompts that are missing there, and the configuration tree with generated secrets in place. The tree appears under its
 * name only when it is complete, so that an interrupted first run is simply done again.
 *
 * @returns what was generated, or undefined when the folder was prepared before.
 */
export function prepareDataDir({
  dataDir,
  treeDir,
  soundsDir,
}: PrepareOptions): FirstRun | undefined {
  const confDir = join(dataDir, "conf");
  // The path goes into a preprocessor line, where nothing can be escaped (switch_xml.c).
  if (/["<>\n\r]|\$\{/.test(dataDir))
    throw new Error(`PARLEY_DATA_DIR: ${JSON.stringify(dataDir)} cannot stand in a configuration`);
  for (const folder of [dataDir, join(dataDir, "recordings"), join(dataDir, "log")]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  copyMissing(soundsDir ?? join(dirname(treeDir), "sounds"), join(dataDir, "sounds"));
  if (existsSync(confDir)) return undefined;
  const secrets = {
    es_pw: generatePassword(),
    admin_password: generatePassword(),
    modconpin: generatePin(),
    defconpin: generatePin(),
  };
  const beside = join(dataDir, `.conf-${process.pid}`);
  rmSync(beside, { recursive: true, force: true });
  copyTree(treeDir, beside, {
    ...secrets,
    recordings_dir: join(dataDir, "recordings"),
    sounds_dir: join(dataDir, "sounds"),
  });
  writePrivate(
    join(dataDir, FIRST_RUN_FILE),
    `${JSON.stringify({ eslPassword: secrets.es_pw }, null, 2)}\n`,
  );
  renameSync(beside, confDir);
  return {
    confDir,
    login: { name: "admin", password: secrets.admin_password },
    pins: { moderators: secrets.modconpin, others: secrets.defconpin },
  };
}

/** Sound files only, and none that is there already: somebody may have recorded a better one. */
function copyMissing(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyMissing(source, target);
    else if (entry.name.endsWith(".wav") && !existsSync(target)) {
      mkdirSync(to, { recursive: true, mode: 0o700 });
      // Under another name first: half a file would stay for good.
      copyFileSync(source, `${target}.part`);
      renameSync(`${target}.part`, target);
    }
  }
}

function copyTree(from: string, to: string, values: Readonly<Record<string, string>>): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyTree(source, target, values);
    else if (entry.isFile()) writePrivate(target, fill(readFileSync(source), source, values));
  }
}

function fill(content: Buffer, file: string, values: Readonly<Record<string, string>>): Buffer {
  if (!content.includes("@@")) return content;
  const text = content.toString("utf8").replace(TOKEN, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${basename(file)} asks for an unknown @@${name}@@`);
    return value;
  });
  return Buffer.from(text, "utf8");
}

function writePrivate(file: string, content: string | Buffer): void {
  const handle = openSync(file, "w", 0o600);
  writeFileSync(handle, content);
  fsyncSync(handle);
  closeSync(handle);
  chmodSync(file, 0o600);
}
