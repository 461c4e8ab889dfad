import type { Switch } from "../switch/index.js";
import type { XmlState, XmlStateRoom } from "../xml-state/index.js";
import type { FileChange } from "./file-change.js";
import type { ConfigStore } from "./store.js";

/** What the queue needs of the switch. */
export type SwitchReloader = Pick<Switch, "connected" | "reloadXml"> & {
  on(event: "up", listener: () => void): unknown;
  off(event: "up", listener: () => void): unknown;
};

export interface ChangeQueueOptions {
  readonly store: ConfigStore;
  readonly switch: SwitchReloader;
  readonly xmlState: XmlStateRoom;
  /** Told of what nobody waits for: failed clean-ups, reloads still owed. */
  readonly onTrouble?: (what: string, error: unknown) => void;
  /** How long after the last change its journal is cleaned. */
  readonly cleanAfterMs?: number;
}

/** Totals since the start, for `/metrics`. */
export interface ChangeCounters {
  readonly transactions: number;
  readonly rollbacks: number;
  readonly reloads: number;
  readonly done: number;
  readonly failed: number;
}

/** What work has of the tree while nothing else may change it. */
export interface ExclusiveTree {
  /**
   * Writes the files, has the switch read them and reads the switch. `check` answers with what is wrong with the
   * result. When something is, or the switch refuses, every file is as before, the switch has read it, and this
   * rejects (ItemError, ReloadRefusedError, SwitchAwayError, TreeChangedError).
   */
  replace(
    changes: readonly FileChange[],
    check: (state: XmlState) => string | undefined,
  ): Promise<XmlState>;
}
