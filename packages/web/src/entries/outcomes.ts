import { errorOf, type Refusal } from "../table/refusal.js";

/** What became of one item of a request. */
type Outcome<Item> =
  | { readonly ok: true; readonly item: Item }
  | (Refusal & { readonly ok: false });

/** The item of a request with one. @throws ProblemError with the server's refusal of it. */
export function onlyOf<Item>([outcome]: readonly Outcome<Item>[]): Item {
  if (outcome?.ok) return outcome.item;
  throw errorOf(outcome ?? { code: "internal", detail: "no outcome" });
}

export interface Removal {
  readonly removed: readonly string[];
  readonly failed: number;
  /** Of the first that failed. */
  readonly error: Error | undefined;
}

const CHUNK = 500;

/** Removes by as many requests as it takes; what fails leaves the others alone. */
export async function removeAll(
  ids: readonly string[],
  removeSome: (ids: string[]) => Promise<{ readonly outcomes: readonly Outcome<unknown>[] }>,
): Promise<Removal> {
  const removed: string[] = [];
  const errors: Error[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    const { outcomes } = await removeSome(chunk);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.ok) removed.push(chunk[index] ?? "");
      else errors.push(errorOf(outcome));
    }
  }
  return { removed, failed: errors.length, error: errors[0] };
}
