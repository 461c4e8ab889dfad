import { join } from "node:path";
import {
  type Archive,
  createArchive,
  type Encryption,
  encryptionOf,
} from "../../packages/server/src/archive/index.js";
import type { ChangeQueueOptions } from "../../packages/server/src/changes/index.js";
import { DEFAULT_CONTEXTS } from "../../packages/server/src/config/index.js";
import type { SwitchReader } from "../../packages/server/src/xml-state/index.js";
import { openRooms, type Rooms } from "../changes/rooms.js";
import type { TestTree } from "../changes/tree.js";

export interface ArchiveRooms extends Rooms {
  readonly archive: Archive;
  /** Another archive on the same folder and tree, as after a start with other settings. */
  archiveWith(encryption: Partial<Encryption>): Archive;
}

/** The rooms of the change queue and the archive on top of them, put together as the server does. */
export async function openArchive(
  tree: Pick<TestTree, "confDir" | "dataDir" | "templatesDir">,
  switch_: SwitchReader & ChangeQueueOptions["switch"],
): Promise<ArchiveRooms> {
  const rooms = await openRooms(tree, switch_);
  const archiveWith = (encryption: Partial<Encryption>): Archive =>
    createArchive({
      confDir: tree.confDir,
      folder: join(tree.dataDir, "archive"),
      door: rooms.queue,
      contexts: DEFAULT_CONTEXTS,
      encryption: { ...encryptionOf({}), ...encryption },
      globals: () => rooms.xmlState.current.globals,
    });
  const archive = archiveWith({});
  await archive.open();
  return { ...rooms, archive, archiveWith };
}
