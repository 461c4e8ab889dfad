/** What a test may ask the softswitch to do wrong; the argument's meaning stands beside it. */
export const MISBEHAVIOURS = [
  /** Closes every event socket at once, without a notice. */
  "drop link",
  /** Commands stay unread; events still flow. */
  "stop reading",
  /** [times]: the next logins are answered `-ERR invalid`. */
  "reject auth",
  /** [times] [text]: reloadxml fails with this text and the previous tree stays. */
  "refuse reload",
  /** [count]: the next events reach no connection; one unless told. */
  "lose events",
  /** [ms]: every reply comes this much later; a second unless told. */
  "slow reply",
  /** [count]: the next events arrive twice; all unless told. */
  "duplicate events",
  /** The next frame on each connection breaks off in the middle and the connection closes. */
  "half frame",
  /** Nobody listens on the port any more; open connections stay. */
  "refuse connections",
  /** [ms]: results of bgapi come this much later; a second unless told. */
  "late job",
] as const;

export type MisbehaviourName = (typeof MISBEHAVIOURS)[number];

/** Those that happen at once and are over. */
export const MOMENTARY: readonly MisbehaviourName[] = ["drop link"];

/** Those whose leading number is a duration, not a count. */
export const TIMED: readonly MisbehaviourName[] = ["slow reply", "late job"];

/** Finds the name a command line starts with, and the rest of the line. */
export function parseMisbehaviour(
  line: string,
): { name: MisbehaviourName; argument: string } | undefined {
  const text = line.trim().toLowerCase();
  const name = MISBEHAVIOURS.find((each) => text === each || text.startsWith(`${each} `));
  return name && { name, argument: line.trim().slice(name.length).trim() };
}
