import type { Transport } from "./settings-values.js";

/** What the configuration says about phones. */
export interface ProvisioningSettings {
  /** The name phones use. */
  readonly publicHost: string;
  /** Where phones fetch; unless told, the public host and the port that is listened on. */
  readonly publicUrl?: string | undefined;
  /** `host` or `host:port` where phones register; unless told, the public host and the switch's port. */
  readonly phoneSip?: string | undefined;
  readonly phoneTransport?: Transport | undefined;
  /** Networks that may fetch, as CIDR; everybody when empty. */
  readonly phoneNetworks?: readonly string[] | undefined;
  /** MiB of logs and settings that one phone may leave here. */
  readonly phoneUploads?: number | undefined;
}
