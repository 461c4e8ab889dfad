import { plainUriOf, type Registration } from "../registrations/index.js";
import type { SipPeer } from "../sip/index.js";

/** How a registered phone is called: Request-URI and the way it came. */
export interface Reach {
  readonly uri: string;
  readonly peer: SipPeer;
}

/** Takes the switch's own marks (fs_nat, fs_path) out of the contact. */
export function reachOf(registration: Registration): Reach {
  const uri = plainUriOf(registration);
  const { transport, networkIp: address, networkPort: port } = registration;
  return { uri, peer: { transport, address, port } };
}
