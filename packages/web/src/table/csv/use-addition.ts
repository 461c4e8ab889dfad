import { useState } from "react";
import type { Refusal } from "../refusal.js";
import { type ImportRow, itemOf } from "./rows.js";
import { ADD_CHUNK, type ImportSpec } from "./spec.js";

export interface Added<Done> {
  readonly done: readonly Done[];
  readonly failed: readonly { readonly row: ImportRow; readonly refusal: Refusal }[];
  /** The request in which these rows were broke off: nobody knows whether they were added. */
  readonly unknown: readonly ImportRow[];
  readonly error?: unknown;
}

/** Adds rows and keeps what came of it, passwords included, in this component and nowhere else. */
export function useAddition<Done>(spec: ImportSpec<Done>) {
  const [pending, setPending] = useState(false);
  const [added, setAdded] = useState<Added<Done>>();
  const add = async (rows: readonly ImportRow[]) => {
    setPending(true);
    setAdded(await addAll(spec, rows));
    setPending(false);
  };
  return { add, pending, added };
}

async function addAll<Done>(
  spec: ImportSpec<Done>,
  rows: readonly ImportRow[],
): Promise<Added<Done>> {
  const done: Done[] = [];
  const failed: { row: ImportRow; refusal: Refusal }[] = [];
  for (let at = 0; at < rows.length; at += ADD_CHUNK) {
    const chunk = rows.slice(at, at + ADD_CHUNK);
    try {
      const outcomes = await spec.add(chunk.map(({ values }) => itemOf(values)));
      for (const [index, row] of chunk.entries()) {
        const outcome = outcomes[index];
        if (outcome?.ok) done.push(outcome.item);
        else failed.push({ row, refusal: outcome ?? NO_OUTCOME });
      }
    } catch (error) {
      return { done, failed, unknown: rows.slice(at), error };
    }
  }
  return { done, failed, unknown: [] };
}

const NO_OUTCOME: Refusal = { code: "internal", detail: "no outcome" };
