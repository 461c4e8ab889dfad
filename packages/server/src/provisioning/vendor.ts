import type { DeviceStore, StoreRule } from "./device-store.js";
import type { Facts } from "./facts.js";
import type { Format, Scope } from "./template/index.js";

/** One phone's own files and what its owner is told. */
export interface Device {
  readonly facts: Facts;
  readonly store: DeviceStore;
  /** Of this phone's folder in the store; empty without a phone. */
  readonly key: string;
  /** Names of the files an administrator has put into the vendor's own folder. */
  readonly plainFiles: () => Promise<readonly string[]>;
}

/** A file that is made for whoever asks. */
export interface PhoneFile {
  /** Matches the path below the vendor's address; the group `mac`, where there is one, names the phone. */
  readonly pattern: RegExp;
  /** In the vendor's folder of templates. */
  readonly template: string;
  readonly format: Format;
  readonly type: string;
  /** Further values that come from what the phone has sent; such a document is made anew each time. */
  readonly prepare?: (device: Device) => Promise<Scope>;
}

/** A file that a phone may send, and gets back as it sent it; always named after its own MAC. */
export interface UploadRule extends StoreRule {
  readonly pattern: RegExp;
  readonly type: string;
  /**
   * Takes what was sent in place of the store.
   *
   * @throws {RefusedUploadError}
   */
  readonly accept?: (device: Device, body: Buffer) => Promise<void>;
}

/** What a phone has sent is not what its name says. */
export class RefusedUploadError extends Error {
  override readonly name = "RefusedUploadError";
  readonly statusCode = 400;
}

/** What Parley knows about the phones of one maker. A new one is one such value and a folder of templates. */
export interface Vendor {
  /** In addresses and names of folders. */
  readonly name: string;
  readonly files: readonly PhoneFile[];
  /** What templates may say beyond {@link Facts}; the same names for every phone. */
  readonly values?: (facts: Facts) => Scope;
  /** What {@link PhoneFile.prepare} of any file may add, for trying templates. */
  readonly sample?: Scope;
  readonly uploads?: readonly UploadRule[];
  /** Folders below the vendor's from which files are sent as they are: `""` is the vendor's own. */
  readonly folders?: readonly RegExp[];
  /** What is typed into the phone, below the server's address; `{mac}` stands for the phone's own. */
  readonly address?: string;
}
