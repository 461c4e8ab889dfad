import { z } from "zod";
import { moment } from "./common.js";

/** How somebody's phone comes to its settings: what to scan, to click or to type. */
export const ProvisioningV2 = z.object({
  /** The user's number. */
  user: z.string(),
  linphone: z.object({
    /** For the field "remote provisioning"; asks for number and password. */
    url: z.string(),
    /** Opens Linphone on the machine it is clicked on. Stands for the user until `expiresAt`: to be shown to nobody else. */
    link: z.string(),
    /** The text of a QR code for Linphone's assistant; as secret as `link`. */
    qr: z.string(),
    expiresAt: moment,
  }),
  /** Addresses for desk phones; without `{mac}` only where the user has a phone's MAC. */
  phones: z.array(z.object({ vendor: z.string(), url: z.string() })),
  /** The MAC of the user's desk phone; empty when there is none. */
  mac: z.string(),
  /** For any other phone. The password is the user's own. */
  account: z.object({
    number: z.string(),
    displayName: z.string(),
    domain: z.string(),
    server: z.string(),
    transport: z.enum(["udp", "tcp", "tls"]),
  }),
});
export type ProvisioningV2 = z.infer<typeof ProvisioningV2>;
