import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { EslClient } from "@parley/esl";
import {
  type Archive,
  ArchiveKeyError,
  createArchive,
  encryptionOf,
  isPart,
  PARTS,
  readIdentityFile,
  type TreeDoor,
} from "../archive/index.js";
import {
  type ConfigStore,
  createTreeStore,
  type FileChange,
  TreeLockedError,
} from "../changes/index.js";
import type { Settings } from "../config/index.js";
import { ReloadRefusedError } from "../switch/index.js";

type Print = (line: string) => void;

/** What may stand behind the command. */
export interface ArchiveWords {
  readonly label?: string | undefined;
  /** A file of age keys, to restore what is encrypted. */
  readonly identity?: string | undefined;
}

/**
 * `parley store [PART]`, `parley snapshots`, `parley restore FILE|PART`. Storing works beside a running server; a
 * restore takes the tree's lock, so that a server in charge of it has to be asked instead.
 *
 * @returns the process's exit status
 */
export async function archiveCommand(
  [command, what]: readonly string[],
  settings: Settings,
  print: Print,
  { label, identity }: ArchiveWords = {},
): Promise<number> {
  const restores = command === "restore";
  const archive = archiveOf(
    settings,
    restores ? lockedDoor(settings, print) : restingDoor(settings),
  );
  try {
    if (command === "snapshots") await list(archive, print);
    else if (command === "store") await store(archive, what ?? "freeswitch", label, print);
    else await restore(archive, what ?? "", identity, print);
    return 0;
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}${adviceOn(error)}`);
    return 1;
  }
}

function adviceOn(error: unknown): string {
  if (error instanceof TreeLockedError)
    return "; or restore by the running server, on the page System";
  return error instanceof ArchiveKeyError ? "; name a file of keys with --identity" : "";
}

async function list(archive: Archive, print: Print): Promise<void> {
  for (const { file, size } of await archive.list()) print(`${file}  ${Math.ceil(size / 1024)} kB`);
}

async function store(archive: Archive, part: string, label: string | undefined, print: Print) {
  if (!isPart(part)) throw new Error(`there is no part "${part}": ${PARTS.join(", ")}`);
  print((await archive.store(part, label)).file);
}

async function restore(
  archive: Archive,
  what: string,
  keys: string | undefined,
  print: Print,
): Promise<void> {
  if (what === "") throw new Error("which? parley snapshots lists them");
  const key = keys === undefined ? {} : { identity: await readIdentityFile(keys) };
  const { file, before, added, changed, removed } = isPart(what)
    ? await archive.restoreNewest(what, key)
    : await archive.restore(what, key);
  print(`restored ${file}: ${added} files added, ${changed} changed, ${removed} removed`);
  if (before) print(`what was there before: ${before}`);
}

function archiveOf(settings: Settings, door: TreeDoor): Archive {
  const { confDir, dataDir, contexts } = settings;
  const folder = join(dataDir, "archive");
  const encryption = encryptionOf(settings);
  return createArchive({ confDir, folder, contexts, door, encryption, globals: () => ({}) });
}

/** A server at work may have written half of a change; that takes moments. */
function restingDoor({ dataDir }: Settings): TreeDoor {
  return {
    exclusive: async (work) => {
      for (let attempt = 0; attempt < 50; attempt++) {
        const names = await readdir(join(dataDir, "journal")).catch(() => []);
        if (!names.some((name) => name.endsWith(".begun"))) break;
        await wait(100);
      }
      return work({ replace: () => Promise.reject(new Error("nothing is restored here")) });
    },
  };
}

/** Does what the change queue does in a server: the lock, the journal, the switch. */
function lockedDoor(settings: Settings, print: Print): TreeDoor {
  const { confDir, dataDir, contexts } = settings;
  return {
    exclusive: async (work) => {
      const store = createTreeStore({ confDir, dataDir, contexts, templatesDir: "" });
      await store.open();
      try {
        return await work({ replace: (changes) => replace(store, settings, changes, print) });
      } finally {
        await store.close();
      }
    },
  };
}

async function replace(
  store: ConfigStore,
  settings: Settings,
  changes: readonly FileChange[],
  print: Print,
): Promise<void> {
  const transaction = await store.apply(changes);
  try {
    await reload(settings, print);
  } catch (error) {
    await store.undo(transaction);
    throw error;
  }
  await store.commit(transaction);
  await store.clean();
}

/** A switch that is not there reads the tree when it starts. */
async function reload(settings: Settings, print: Print): Promise<void> {
  const { eslHost: host, eslPort: port, eslPassword: password, eslUser: user } = settings;
  const client = new EslClient({ host, port, password, reconnect: false, ...(user && { user }) });
  try {
    await client.connect({ signal: AbortSignal.timeout(5000) });
  } catch {
    print("the switch cannot be reached; it reads the files when it starts");
    await client.close();
    return;
  }
  try {
    const reply = (await client.api("reloadxml", "", { raw: true })).trim();
    if (!/^\+OK \[Success\]/.test(reply)) throw new ReloadRefusedError(reply);
  } finally {
    await client.close();
  }
}
