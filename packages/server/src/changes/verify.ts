import type { Conference, User, XmlState } from "../xml-state/index.js";
import type { Expectation } from "./change.js";

/**
 * Compares what was read back with what the items of a batch expect, the last word on each entity counting. Answers
 * with what is wrong, in words for whoever asked; never with a password.
 */
export function findMissing(
  expectations: readonly Expectation[],
  state: XmlState,
): string | undefined {
  for (const expectation of merged(expectations)) {
    const problem = check(expectation, state);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function merged(expectations: readonly Expectation[]): Iterable<Expectation> {
  const last = new Map<string, Expectation>();
  for (const expectation of expectations) {
    const key = `${expectation.entity} ${expectation.id.toLowerCase()}`;
    const before = last.get(key);
    const joins = before !== undefined && before.fields !== "gone" && expectation.fields !== "gone";
    last.set(
      key,
      joins
        ? ({ ...expectation, fields: { ...before.fields, ...expectation.fields } } as Expectation)
        : expectation,
    );
  }
  return last.values();
}

function check(expectation: Expectation, state: XmlState): string | undefined {
  const { entity, id, fields } = expectation;
  const found: Partial<User & Conference> | undefined =
    entity === "user" ? state.userById(id) : state.conferenceByNumber(id);
  if (fields === "gone") {
    return found === undefined
      ? undefined
      : `the switch still knows ${entity} ${id}: another file defines it too`;
  }
  if (found === undefined) {
    return `the switch does not know ${entity} ${id} after the reload: its file is not included by the tree`;
  }
  const wanted = Object.entries(fields) as [keyof (User & Conference), string][];
  const wrong = wanted.find(([field, value]) => found[field] !== expanded(field, value, state));
  return wrong === undefined
    ? undefined
    : `the switch reads another ${wrong[0]} for ${entity} ${id} than was written`;
}

/** Only PINs may be written with `$${…}`; the switch shows what they stand for at this reading. */
function expanded(field: string, value: string, state: XmlState): string {
  if (field !== "conpin") return value;
  return value.replace(/\$\$\{([^{}]*)\}/g, (_, name: string) => state.globals[name] ?? "");
}
