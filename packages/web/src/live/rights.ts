import type { LiveMemberV2 } from "@parley/protocol/client";

export const MEMBER_ACTIONS = [
  "mute",
  "unmute",
  "deaf",
  "undeaf",
  "floor",
  "raiseHand",
  "lowerHand",
  "adjust",
  "rename",
  "transfer",
  "kick",
] as const;
export type MemberAction = (typeof MEMBER_ACTIONS)[number];

export interface Asker {
  /** May control the conference. */
  readonly controllable: boolean;
  /** The member carries the asker's own number. */
  readonly own: boolean;
}

const OWN: readonly MemberAction[] = ["mute", "unmute", "raiseHand", "lowerHand", "kick"];

/** What to offer for a member; the server decides again. */
export function actionsFor(
  member: Pick<LiveMemberV2, "muted" | "deaf" | "handRaised">,
  hasFloor: boolean,
  { controllable, own }: Asker,
): readonly MemberAction[] {
  const sensible: Readonly<Record<MemberAction, boolean>> = {
    mute: !member.muted,
    unmute: member.muted,
    deaf: !member.deaf,
    undeaf: member.deaf,
    floor: !hasFloor,
    raiseHand: own && !member.handRaised,
    lowerHand: member.handRaised,
    adjust: true,
    rename: true,
    transfer: true,
    kick: true,
  };
  return MEMBER_ACTIONS.filter(
    (action) => sensible[action] && (controllable || (own && OWN.includes(action))),
  );
}
