import {
  ChangeQueue,
  type ChangeQueueOptions,
  createTreeStore,
  type RecoveryReport,
} from "../../packages/server/src/changes/index.js";
import {
  type ConferencesService,
  createConferencesService,
} from "../../packages/server/src/conferences/index.js";
import { type ContextTable, DEFAULT_CONTEXTS } from "../../packages/server/src/config/index.js";
import { createUsersService, type UsersService } from "../../packages/server/src/users/index.js";
import {
  createXmlState,
  type SwitchReader,
  type XmlStateRoom,
} from "../../packages/server/src/xml-state/index.js";
import type { TestTree } from "./tree.js";

/** The rooms that change the tree, put together as the server does. */
export interface Rooms {
  readonly queue: ChangeQueue;
  readonly users: UsersService;
  readonly conferences: ConferencesService;
  readonly xmlState: XmlStateRoom;
  readonly report: RecoveryReport;
  readonly troubles: string[];
  close(): Promise<void>;
}

export async function openRooms(
  tree: Pick<TestTree, "confDir" | "dataDir" | "templatesDir">,
  switch_: SwitchReader & ChangeQueueOptions["switch"],
  contexts: ContextTable = DEFAULT_CONTEXTS,
): Promise<Rooms> {
  const xmlState = createXmlState(switch_, contexts);
  const store = createTreeStore({ ...tree, contexts });
  const troubles: string[] = [];
  const queue = new ChangeQueue({
    store,
    switch: switch_,
    xmlState,
    onTrouble: (what, error) => troubles.push(`${what}: ${String(error)}`),
  });
  const report = await queue.start();
  return {
    queue,
    users: createUsersService({ queue, contexts, xmlState }),
    conferences: createConferencesService({ queue, contexts }),
    xmlState,
    report,
    troubles,
    async close() {
      await queue.stop();
      xmlState.close();
    },
  };
}
