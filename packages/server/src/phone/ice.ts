import { createHmac } from "node:crypto";
import type { MyPhone } from "@parley/protocol";

const DAY_SECONDS = 86_400;

type IceServer = MyPhone["iceServers"][number];

/**
 * The ICE servers a browser may use. TURN servers get credentials of their own for each user when a secret is shared
 * with them: the user name holds the moment they end, the password is its HMAC (coturn's `use-auth-secret`,
 * draft-uberti-behave-turn-rest).
 */
export function iceServersFor(
  user: string,
  addresses: readonly string[],
  secret: string | undefined,
  now = Date.now(),
): IceServer[] {
  const stun = addresses.filter((address) => /^stuns?:/.test(address));
  const turn = addresses.filter((address) => /^turns?:/.test(address));
  const servers: IceServer[] = [];
  if (stun.length > 0) servers.push({ urls: stun });
  if (turn.length === 0) return servers;
  if (secret === undefined) return [...servers, { urls: turn }];
  const username = `${Math.floor(now / 1000) + DAY_SECONDS}:${user}`;
  const credential = createHmac("sha1", secret).update(username).digest("base64");
  return [...servers, { urls: turn, username, credential }];
}
