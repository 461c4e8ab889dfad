import type { XmlElement } from "../core/index.js";

/** One application the dialplan wants run. */
export interface DialplanAction {
  readonly application: string;
  readonly data: string;
}

/** What the dialplan found for a call. */
export interface Route {
  readonly actions: readonly DialplanAction[];
  /** Whole match and captures of the last condition with groups, as DP_MATCH shows them. */
  readonly match: readonly string[] | undefined;
}

/** What conditions may look at: caller profile fields by name, and `${…}` in their `field`. */
export interface DialplanFacts {
  field(name: string): string;
  expand(text: string): string;
}

type Break = "on-false" | "on-true" | "always" | "never";

interface Verdict {
  readonly passed: boolean;
  readonly groups: readonly string[] | undefined;
}

/** `/expression/i`, or a bare expression; PCRE and JavaScript agree on what dialplans use. */
function compile(expression: string): RegExp | undefined {
  const delimited = /^\/(.*)\/([a-z]*)$/s.exec(expression);
  try {
    return delimited
      ? new RegExp(delimited[1] ?? "", (delimited[2] ?? "").replace(/[^imsu]/g, ""))
      : new RegExp(expression);
  } catch {
    return undefined;
  }
}

function test(condition: XmlElement, facts: DialplanFacts): Verdict {
  const field = condition.attributes["field"];
  const expression =
    condition.attributes["expression"] ??
    condition.children.find(({ name }) => name === "expression")?.text;
  if (field === undefined || expression === undefined) return { passed: true, groups: undefined };
  const value = field.includes("${") ? facts.expand(field) : facts.field(field);
  const match = compile(expression)?.exec(value);
  if (!match) return { passed: false, groups: undefined };
  const groups = expression.includes("(") ? Array.from(match, (group) => group ?? "") : undefined;
  return { passed: true, groups };
}

/** `$1` … `$9` are the groups of the condition the action stands in. */
const withGroups = (data: string, groups: readonly string[] | undefined): string =>
  groups ? data.replace(/\$(\d)/g, (_, digit: string) => groups[Number(digit)] ?? "") : data;

function actionsOf(condition: XmlElement, verdict: Verdict): DialplanAction[] {
  const wanted = verdict.passed ? "action" : "anti-action";
  return condition.children
    .filter(({ name, attributes }) => name === wanted && attributes["application"])
    .map(({ attributes, text }) => ({
      application: attributes["application"] ?? "",
      data: withGroups(attributes["data"] ?? text.trim(), verdict.groups),
    }));
}

function stops(condition: XmlElement, passed: boolean): boolean {
  const rule = (condition.attributes["break"] ?? "on-false") as Break;
  if (rule === "always") return true;
  return passed ? rule === "on-true" : rule === "on-false";
}

interface Found {
  readonly actions: DialplanAction[];
  readonly match: readonly string[] | undefined;
  readonly matched: boolean;
}

function walk(extension: XmlElement, facts: DialplanFacts): Found {
  const actions: DialplanAction[] = [];
  let match: readonly string[] | undefined;
  let matched = false;
  for (const condition of extension.children.filter(({ name }) => name === "condition")) {
    const verdict = test(condition, facts);
    match = verdict.groups ?? match;
    matched = verdict.passed;
    actions.push(...actionsOf(condition, verdict));
    if (stops(condition, verdict.passed)) break;
  }
  return { actions, match, matched };
}

/**
 * Walks a context as mod_dialplan_xml does: the first extension whose conditions hold wins, and those with
 * `continue="true"` add their actions on the way. No actions means no route.
 */
export function findRoute(context: XmlElement, facts: DialplanFacts): Route {
  const actions: DialplanAction[] = [];
  let match: readonly string[] | undefined;
  for (const extension of context.children) {
    if (extension.name !== "extension") continue;
    const found = walk(extension, facts);
    match = found.match ?? match;
    actions.push(...found.actions);
    if (found.matched && extension.attributes["continue"] !== "true") break;
  }
  return { actions, match };
}
