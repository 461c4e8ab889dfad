import { useTexts } from "../../i18n/index.js";
import { useRefusalText } from "../field-problem.js";
import type { ImportField } from "./fields.js";
import type { ImportRow, RowState } from "./rows.js";
import { TEXTS } from "./texts.js";

export interface RowNote {
  readonly text: string;
  /** The field that is to blame. */
  readonly field?: string | undefined;
}

export type Doubled = ReadonlyMap<number, { readonly field: string; readonly first: number }>;

/** What to say of a row beside it. */
export function useRowNote(fields: readonly ImportField[], doubled: Doubled) {
  const say = useTexts(TEXTS);
  const refusalText = useRefusalText();
  const inField = (key: string | undefined, problem: string): RowNote => {
    const field = fields.find((each) => each.key === key);
    return {
      text: field ? say("problemIn", { field: field.label, problem }) : problem,
      field: key,
    };
  };
  return (row: ImportRow, state: RowState): RowNote => {
    if (state !== "problem") return { text: say(`state${state}`) };
    const { verdict, line } = row;
    const twin = doubled.get(line);
    if (verdict?.ok === false) {
      const { refusal } = verdict;
      return inField(
        refusal.field,
        refusal.code === "missing" ? say("missing") : refusalText(refusal),
      );
    }
    return inField(twin?.field, say("doubled", { line: twin?.first ?? 0 }));
  };
}
