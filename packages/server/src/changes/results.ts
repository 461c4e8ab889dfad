import type { ItemProblem } from "../values/index.js";
import type { Change, Outcome } from "./change.js";
import type { ChangeQueue } from "./queue.js";

/** An item that was not done and left no trace; `error` may be shown to whoever asked. */
export interface Failure<Item> {
  readonly error: string;
  readonly problem: ItemProblem;
  readonly field?: string;
  readonly item: Item;
}

/** The answer to a request of several items, each list in the request's order. */
export interface Results<Entity, Item> {
  readonly done: readonly Entity[];
  readonly failed: readonly Failure<Item>[];
}

/** Plans every item of one request by `plan` and sorts the answers. Rejects as {@link ChangeQueue.submit} does. */
export async function submitItems<Entity, Item>(
  queue: Pick<ChangeQueue, "submit">,
  items: readonly Item[],
  plan: (item: Item) => Change<Entity>["plan"],
): Promise<Results<Entity, Item>> {
  return sorted(await queue.submit(changesOf(items, plan)), items);
}

/** What {@link submitItems} would answer now, with nothing changed. */
export async function previewItems<Entity, Item>(
  queue: Pick<ChangeQueue, "preview">,
  items: readonly Item[],
  plan: (item: Item) => Change<Entity>["plan"],
): Promise<Results<Entity, Item>> {
  return sorted(await queue.preview(changesOf(items, plan)), items);
}

function changesOf<Entity, Item>(
  items: readonly Item[],
  plan: (item: Item) => Change<Entity>["plan"],
): Change<Entity>[] {
  return items.map((item) => ({ plan: plan(item) }));
}

function sorted<Entity, Item>(
  outcomes: readonly Outcome<Entity>[],
  items: readonly Item[],
): Results<Entity, Item> {
  const done: Entity[] = [];
  const failed: Failure<Item>[] = [];
  outcomes.forEach((outcome, index) => {
    if ("done" in outcome) done.push(outcome.done);
    else failed.push(asFailure(outcome, items[index] as Item));
  });
  return { done, failed };
}

function asFailure<Item>(outcome: Extract<Outcome<never>, { failed: unknown }>, item: Item) {
  const { message, problem, field } = outcome.failed;
  return { error: message, problem, ...(field !== undefined && { field }), item };
}
