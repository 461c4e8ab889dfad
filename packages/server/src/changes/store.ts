import type { FileChange } from "./file-change.js";
import type { AppliedTransaction, RecoveryReport } from "./transactions.js";

/** What a template of a user is filled with. `conpin` may be one of the two default texts with `$${…}`. */
export interface UserValues {
  readonly id: string;
  readonly password: string;
  readonly context: string;
  readonly name: string;
  readonly email: string;
  readonly conpin: string;
  readonly polymac: string;
  readonly confflags: string;
}

/** What a template of a conference is filled with; `type` is a profile of conference.conf. */
export interface ConferenceValues {
  readonly number: string;
  readonly name: string;
  readonly type: string;
  readonly context: string;
}

/** The changes of one transaction while they are planned. Nothing is on disk; reads show what was drafted. */
export interface StoreDraft {
  /** Whether files name a user or an extension of this number, parsed by the switch or not. */
  isUserIdOnDisk(id: string): Promise<boolean>;
  isNumberOnDisk(number: string): Promise<boolean>;

  createUser(values: UserValues): Promise<void>;
  /** Sets the changed values wherever the template has them; everything else in the file stays, byte by byte. */
  changeUser(id: string, values: UserValues, changed: ReadonlySet<keyof UserValues>): Promise<void>;
  /** The same into another file, for a new id and context. */
  moveUser(id: string, values: UserValues, changed: ReadonlySet<keyof UserValues>): Promise<void>;
  removeUser(id: string): Promise<void>;
  /** Brings the file up to its template: texts of the template are set, the user's values and all else are kept. */
  rebuildUser(values: UserValues): Promise<void>;
  /** The conference PIN as it stands in the user's file, not expanded. */
  writtenPin(id: string): Promise<string | undefined>;

  createConference(values: ConferenceValues): Promise<void>;
  changeConference(number: string, values: ConferenceValues): Promise<void>;
  moveConference(number: string, values: ConferenceValues): Promise<void>;
  removeConference(number: string): Promise<void>;

  /** Answers with a function that forgets everything drafted since. */
  savepoint(): () => void;
  changes(): readonly FileChange[];
}

/** Where the configuration is kept: the switch's XML tree. One transaction at a time; the queue sees to that. */
export interface ConfigStore {
  /** Takes the tree for this process and repairs what an interrupted one left. */
  open(): Promise<RecoveryReport>;
  draft(): Promise<StoreDraft>;
  apply(changes: readonly FileChange[]): Promise<AppliedTransaction>;
  commit(transaction: AppliedTransaction): Promise<void>;
  undo(transaction: AppliedTransaction): Promise<void>;
  recover(): Promise<RecoveryReport>;
  /** The switch has read the tree anew. */
  reloaded(): Promise<void>;
  clean(): Promise<void>;
  readonly reloadOwed: boolean;
  readonly recoveryOwed: boolean;
  close(): Promise<void>;
}
