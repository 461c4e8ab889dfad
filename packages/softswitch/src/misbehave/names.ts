/** What a test may ask the softswitch to do wrong; the argument's meaning stands beside it. */
export const MISBEHAVIOURS = [
  /** Closes every event socket at once, without a notice. */
  "drop link",
  /** [ms]: commands stay unread for so long, or until told to behave; events still flow. */
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
  /** The next frame on each connection there is breaks off in the middle and the connection closes. */
  "half frame",
  /** [ms]: nobody listens on the port for so long, or until told to behave; open connections stay. */
  "refuse connections",
  /** [ms]: results of bgapi come this much later; a second unless told. */
  "late job",
] as const;

export type MisbehaviourName = (typeof MISBEHAVIOURS)[number];

/** Those that happen at once and are over. */
export const MOMENTARY: readonly MisbehaviourName[] = ["drop link", "half frame"];

/** Those whose leading number is a delay, not a count. */
export const TIMED: readonly MisbehaviourName[] = ["slow reply", "late job"];

/** Those whose leading number says how long they last: from outside there may be no way to end them. */
export const LASTING: readonly MisbehaviourName[] = ["stop reading", "refuse connections"];

/** Finds the name a command line starts with, and the rest of the line. */
export function parseMisbehaviour(
  line: string,
): { name: MisbehaviourName; argument: string } | undefined {
  const text = line.trim().toLowerCase();
  const name = MISBEHAVIOURS.find((each) => text === each || text.startsWith(`${each} `));
  return name && { name, argument: line.trim().slice(name.length).trim() };
}
