/** The conference itself, as the target of a command. */
export const CONFERENCE = "";

/** What was asked of one target and not answered, and what of it failed last. */
export interface Work {
  readonly pending: readonly string[];
  readonly failed?: { readonly command: string; readonly reason: string };
}

export const IDLE: Work = { pending: [] };

/** By target: a member's id, or {@link CONFERENCE}. */
export type Works = ReadonlyMap<string, Work>;

const put = (works: Works, target: string, work: Work): Works => {
  const next = new Map(works);
  if (work.pending.length === 0 && !work.failed) next.delete(target);
  else next.set(target, work);
  return next;
};

const withoutOne = (list: readonly string[], item: string): readonly string[] => {
  const at = list.indexOf(item);
  return at < 0 ? list : list.toSpliced(at, 1);
};

/** A new command takes away what failed before. */
export function started(works: Works, target: string, command: string): Works {
  const pending = [...(works.get(target)?.pending ?? []), command];
  return put(works, target, { pending });
}

export function finished(works: Works, target: string, command: string, reason?: string): Works {
  const { pending, failed } = works.get(target) ?? IDLE;
  const left = withoutOne(pending, command);
  const now = reason === undefined ? failed : { command, reason };
  return put(works, target, { pending: left, ...(now ? { failed: now } : {}) });
}

/** Somebody has read it. */
export function dismissed(works: Works, target: string): Works {
  return put(works, target, { pending: works.get(target)?.pending ?? [] });
}
