import { UnsafeValueError } from "@parley/fsxml";
import { ReloadRefusedError } from "../switch/index.js";
import { ItemError } from "../values/index.js";
import type { XmlState } from "../xml-state/index.js";
import type { Change, ChangeDraft, Expectation, Outcome, Planned } from "./change.js";
import { TemplateError, UnsafePathError } from "./errors.js";

/** What became of an item before anything was written. */
export type Plan = { readonly planned: Planned<unknown> } | { readonly failed: ItemError };

/** Plans the items in order, each on what those before it have drafted; one that fails leaves nothing in the draft. */
export async function planAll(
  changes: readonly Change<unknown>[],
  draft: ChangeDraft,
  onTrouble: (error: unknown) => void,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const change of changes) {
    const forget = draft.store.savepoint();
    try {
      plans.push({ planned: await change.plan(draft) });
    } catch (error) {
      forget();
      if (!(error instanceof ItemError)) onTrouble(error);
      plans.push({ failed: planFailure(error) });
    }
  }
  return plans;
}

/** One item's trouble is not the trouble of the others in the batch, whatever it is. */
function planFailure(error: unknown): ItemError {
  if (error instanceof ItemError) return error;
  if (error instanceof UnsafeValueError) {
    return new ItemError("invalid", error.message, error.field, { cause: error });
  }
  const text = isForPeople(error) ? error.message : "the change could not be planned";
  return new ItemError("not editable", text, undefined, { cause: error });
}

/** Errors of ours that say what is wrong with the tree, and nothing else. */
function isForPeople(error: unknown): error is Error {
  return error instanceof TemplateError || error instanceof UnsafePathError;
}

export function expectationsOf(plans: readonly Plan[]): Expectation[] {
  return plans.flatMap((plan) => ("planned" in plan ? plan.planned.expects : []));
}

/** The answers to items of which everything expected was read back in `state`. */
export function answer(plans: readonly Plan[], state: XmlState): Outcome<unknown>[] {
  return plans.map((plan) => ("failed" in plan ? plan : { done: plan.planned.result(state) }));
}

/** What the switch or the reading back holds against the items; anything else is no answer to them. */
export function asItemError(error: unknown): ItemError {
  if (error instanceof ItemError) return error;
  if (error instanceof ReloadRefusedError) {
    return new ItemError("refused by the switch", error.message, undefined, { cause: error });
  }
  throw error;
}
