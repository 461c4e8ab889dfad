import { ProblemError } from "@parley/protocol/client";

/** What the server said of one item of a request. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly field?: string | undefined;
}

/** The refusal in an error of `api`; undefined for one that says nothing of a field. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof ProblemError) || error.problem.field === undefined) return undefined;
  const { code, detail, field } = error.problem;
  // `items[0].name`, `body.name`: the form has one item.
  return { code, detail, field: field.replace(/^.*\./, "") };
}

/** An item's refusal as the error it would have been in a request of its own. */
export function errorOf({ code, detail, field }: Refusal): ProblemError {
  const problem = { type: "about:blank", title: "", status: 409, code, detail, field };
  return new ProblemError(problem as ProblemError["problem"], undefined);
}
