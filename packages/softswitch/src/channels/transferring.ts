import type { Channel } from "./channel.js";
import { epochSeconds } from "./stamps.js";

const FIRST_HOPS = "70";

/** Where a call is sent, and when; `id` is the uuid its history names. */
export interface TransferTarget {
  readonly extension: string;
  readonly dialplan: string;
  readonly context: string;
  readonly id: string;
  readonly now: number;
}

/** Gives the channel the profile of its new destination; false when it has been sent on too often. */
export function redirectChannel(channel: Channel, target: TransferTarget): boolean {
  const { variables } = channel;
  const { profile } = channel.facts;
  const { extension, context, dialplan, id, now } = target;
  const hops = Number(variables.get("max_forwards") ?? FIRST_HOPS) - 1;
  variables.set("max_forwards", String(hops));
  if (hops <= 0) return false;
  const history = `${epochSeconds(now)}:${id}:bl_xfer:${extension}/${context}/${dialplan}`;
  variables.set("transfer_history", history);
  variables.set("transfer_source", history);
  channel.setTimes({ profileCreated: now });
  const moved = { destination: extension, context, dialplan, rdnis: profile.destination };
  const trace = { transferSource: history, index: profile.index + 1 };
  channel.update({ state: "CS_ROUTING", profile: { ...profile, ...moved, ...trace } });
  return true;
}
