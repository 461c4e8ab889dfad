import { type Dispatch, useEffect, useState } from "react";
import type { ImportAction, ImportState } from "./import-state.js";
import { itemOf, type RowValues, type Verdict } from "./rows.js";
import { CHECK_CHUNK, type ImportSpec, type Outcome } from "./spec.js";

/**
 * Has the server judge the rows that have no verdict, some hundred after the other. What is changed meanwhile is judged
 * with the next ones; a failure stops it until it is told to go on.
 */
export function useVerdicts<Done>(
  spec: ImportSpec<Done>,
  state: ImportState | undefined,
  dispatch: Dispatch<ImportAction>,
): { readonly failure: unknown; readonly goOn: () => void } {
  const [failure, setFailure] = useState<unknown>();
  const waiting = state?.rows.filter(({ verdict, skipped }) => !verdict && !skipped) ?? [];
  const next = failure === undefined ? waiting.slice(0, CHECK_CHUNK) : [];
  const [first] = next;
  // The first of them stands for all: it changes when they are judged, edited or read from another file.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is made anew for each drawing
  useEffect(() => {
    if (!first) return;
    const stop = new AbortController();
    const values = next.map((row) => row.values);
    spec.check(values.map(itemOf), stop.signal).then(
      (outcomes) => {
        if (!stop.signal.aborted)
          dispatch({ type: "verdicts", verdicts: verdictsOf(values, outcomes) });
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setFailure(error);
      },
    );
    return () => stop.abort();
  }, [first?.values, spec, dispatch]);
  return { failure, goOn: () => setFailure(undefined) };
}

function verdictsOf<Done>(
  values: readonly RowValues[],
  outcomes: readonly Outcome<Done>[],
): ReadonlyMap<RowValues, Verdict> {
  const verdicts = new Map<RowValues, Verdict>();
  for (const [index, each] of values.entries()) {
    const outcome = outcomes[index];
    if (outcome) verdicts.set(each, outcome.ok ? { ok: true } : { ok: false, refusal: outcome });
  }
  return verdicts;
}
