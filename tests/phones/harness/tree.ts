import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareDataDir } from "@parley/server";
import { TREE } from "../../_util/system.js";
import { tone, wavFile } from "./sound.js";

const TEMPLATE = fileURLToPath(new URL("../../../freeswitch/templates/user.xml", import.meta.url));
const SOURCES = fileURLToPath(new URL("../../../packages/server/src", import.meta.url));

/** Whom the tests register; moderators join with their voice, participants join muted. */
export const PEOPLE = [
  ...["20001", "20002", "20003", "20004"].map((id) => person(id, "team")),
  ...["21000", "21001"].map((id) => person(id, "friends")),
  ...["22000", "22001"].map((id) => person(id, "public")),
] as const;

export interface Person {
  readonly id: string;
  readonly context: "team" | "friends" | "public";
  readonly name: string;
  readonly password: string;
}

function person(id: string, context: Person["context"]): Person {
  return { id, context, name: `Phone ${id}`, password: `secret-of-${id}` };
}

/** Words in the tree's `vars.xml` that a test sets otherwise. */
export type Variables = Readonly<Record<string, string | number>>;

/** What a test wants otherwise than our tree has it. */
export interface TreeWishes {
  readonly variables?: Variables;
  /** Seconds that a user's phone rings. */
  readonly ringSeconds?: number;
  /** More files of the tree, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface PhoneTree {
  readonly dataDir: string;
  readonly confDir: string;
  readonly recordingsDir: string;
  readonly eslPassword: string;
}

/** A copy of our tree in `dataDir` with the people above, prompts, and what the test wants. */
export function makeTree(dataDir: string, ours: Variables, wishes: TreeWishes): PhoneTree {
  const made = prepareDataDir({ dataDir, treeDir: TREE });
  if (!made) throw new Error(`${dataDir} was prepared before`);
  const { confDir } = made;
  for (const each of PEOPLE) addPerson(confDir, each);
  const prompts = join(dataDir, "prompts");
  makePrompts(prompts);
  setVariables(confDir, { sound_prefix: prompts, ...ours, ...wishes.variables });
  if (wishes.ringSeconds !== undefined) ringFor(confDir, wishes.ringSeconds);
  for (const [path, content] of Object.entries(wishes.files ?? {}))
    writeFileSync(join(confDir, path), content);
  const { eslPassword } = JSON.parse(readFileSync(join(dataDir, "parley.json"), "utf8")) as {
    eslPassword: string;
  };
  return { dataDir, confDir, recordingsDir: join(dataDir, "recordings"), eslPassword };
}

/** Puts values into a tree's `vars.xml`. @throws Error for a name that is not there */
export function setVariables(confDir: string, variables: Variables): void {
  const file = join(confDir, "vars.xml");
  writeFileSync(file, withVariables(readFileSync(file, "utf8"), variables));
}

function withVariables(text: string, variables: Variables): string {
  return Object.entries(variables).reduce((all, [name, value]) => {
    const line = new RegExp(`(data="${name})=[^"]*"`);
    if (!line.test(all)) throw new Error(`vars.xml has no ${name}`);
    return all.replace(line, (_, start: string) => `${start}=${value}"`);
  }, text);
}

function ringFor(confDir: string, seconds: number): void {
  const file = join(confDir, "dialplan/shared/users.xml");
  const text = readFileSync(file, "utf8");
  const changed = text.replace(/call_timeout=\d+/, `call_timeout=${seconds}`);
  if (changed === text) throw new Error("users.xml sets no call_timeout");
  writeFileSync(file, changed);
}

function addPerson(confDir: string, { id, context, name, password }: Person): void {
  const values: Record<string, string> = {
    ...{ id, context, name, password, email: "", polymac: "none", conpin: "" },
    confflags: context === "public" ? "mute-detect|mute" : "moderator|mute-detect",
  };
  const text = readFileSync(TEMPLATE, "utf8").replace(
    /\{\{(\w+)\}\}/g,
    (_, key: string) => values[key] ?? "",
  );
  writeFileSync(join(confDir, "directory/default", context, `${id}.xml`), text);
}

/** Very short and very low, so that no prompt is taken for a phone's tone. */
function makePrompts(folder: string): void {
  const conf = readFileSync(join(TREE, "autoload_configs/conference/every-type.xml"), "utf8");
  const named = [...conf.matchAll(/value="(conference\/[^"]+\.wav)"/g)].map(([, name]) => name!);
  const bytes = wavFile(tone({ hz: 130, ms: 200, rate: 16_000, amplitude: 0.05 }), 16_000);
  for (const name of new Set([...named, ...serverPrompts()])) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
}

/** The prompts that the control server has played, as its sources name them. */
function serverPrompts(): string[] {
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" });
  const text = files
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(SOURCES, file), "utf8"))
    .join("\n");
  const names = /\b(?:not_recording|recording|already_recording|resuming_recording)\w*\b/g;
  return [...new Set(text.match(names) ?? [])].map((name) => `conference/${name}.wav`);
}
