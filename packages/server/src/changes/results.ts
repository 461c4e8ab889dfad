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
  const changes = items.map((item): Change<Entity> => ({ plan: plan(item) }));
  const outcomes = await queue.submit(changes);
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
