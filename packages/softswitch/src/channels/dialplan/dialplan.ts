import { isTrue, type XmlElement } from "../../core/index.js";
import { childrenOf, type Judgement, judge } from "./dialplan-condition.js";

/** One application the dialplan wants run. */
export interface DialplanAction {
  readonly application: string;
  readonly data: string;
}

/** What the dialplan found for a call. */
export interface Route {
  /** Without any when all that was found ran inline: then the call is over at once, as after the last application. */
  readonly actions: readonly DialplanAction[];
  /** Of the extension that gave the first action. */
  readonly extension: string;
}

/** What the dialplan looks at, and what it changes while it hunts. */
export interface DialplanFacts {
  readonly destination: string;
  /** A field of the caller profile; undefined for a name it does not have. Channel variables are no fields. */
  field(name: string): string | undefined;
  /** Expands `${…}` with the variables as they are now. */
  expand(text: string): string;
  getVariable(name: string): string | undefined;
  /** An array, its empty values left out as `pushed` says; without values the variable goes. */
  setVariable(name: string, values: readonly string[]): void;
  /** Removes the variables whose names begin so. */
  clearVariables(prefix: string): void;
  /** Runs an application at once (`inline="true"`); only some may. */
  runInline(action: DialplanAction): void;
  /** Milliseconds since the epoch. */
  now(): number;
  log(text: string): void;
}

const BREAKS = ["on-false", "on-true", "always", "never"] as const;
type Break = (typeof BREAKS)[number];

/** Deeper conditions count as failed (MAX_RECUR). */
const DEEPEST = 100;

/** Walks extensions and gathers what they say (parse_exten in mod_dialplan_xml.c). */
class Hunt {
  readonly actions: DialplanAction[] = [];
  extension: string | undefined;

  constructor(readonly facts: DialplanFacts) {}

  /** Whether hunting is over here; what an extension has added stays either way. */
  walk(parent: XmlElement, name: string, depth: number): boolean {
    if (depth > DEEPEST) return false;
    const proceed = this.#conditions(parent, name, depth);
    const required = parent.attributes["require-nested"];
    return depth > 0 && required !== undefined && !isTrue(required) ? true : proceed;
  }

  #conditions(parent: XmlElement, name: string, depth: number): boolean {
    let proceed = false;
    for (const condition of childrenOf(parent, "condition")) {
      const judgement = judge(condition, this.facts, proceed);
      proceed = this.#act(condition, judgement, name) || judgement.proceed;
      const rule = breakOf(condition);
      if (rule === "always" || rule === (judgement.passed ? "on-true" : "on-false")) break;
      if (!proceed || childrenOf(condition, "condition").length === 0) continue;
      proceed = this.walk(condition, name, depth + 1);
      if (!proceed && rule !== "never") break;
    }
    return proceed;
  }

  /** True when an anti-action was met: then the condition counts as one that holds. */
  #act(condition: XmlElement, { passed, captured, offsets }: Judgement, name: string): boolean {
    if (passed && captured) {
      this.facts.setVariable("DP_MATCH", offsets.captures(captured.text, captured.count));
    }
    const wanted = childrenOf(condition, passed ? "action" : "anti-action");
    for (const action of wanted) {
      const data = action.text !== "" ? action.text : (action.attributes["data"] ?? "");
      const filled =
        passed && captured ? offsets.substitute(data, captured.text, captured.count) : data;
      this.#add(action, filled, name);
    }
    return !passed && wanted.length > 0;
  }

  #add(element: XmlElement, data: string, name: string): void {
    const { application = "", inline, loop } = element.attributes;
    this.extension ??= name;
    const times = loop === undefined ? 1 : Number.parseInt(loop, 10) || 0;
    for (let time = 0; time < times; time += 1) {
      if (isTrue(inline)) this.facts.runInline({ application, data });
      else this.actions.push({ application, data });
    }
  }
}

function breakOf(condition: XmlElement): Break {
  const given = condition.attributes["break"]?.toLowerCase();
  return BREAKS.find((rule) => rule === given) ?? "on-false";
}

/** With the variable `auto_hunt` the extension named as the destination comes first, and those after it. */
function extensionsOf(context: XmlElement, facts: DialplanFacts): readonly XmlElement[] {
  const all = childrenOf(context, "extension");
  if (!isTrue(facts.getVariable("auto_hunt"))) return all;
  const named = facts.destination.toLowerCase();
  const first = all.findIndex(({ attributes }) => attributes["name"]?.toLowerCase() === named);
  return first < 0 ? all : all.slice(first);
}

/**
 * Walks a context as mod_dialplan_xml does: up to the first extension that holds, unless that says `continue="true"`; all that
 * was gathered on the way counts. Undefined: no route.
 */
export function findRoute(context: XmlElement, facts: DialplanFacts): Route | undefined {
  const hunt = new Hunt(facts);
  for (const extension of extensionsOf(context, facts)) {
    const name = extension.attributes["name"] ?? "UNKNOWN";
    if (hunt.walk(extension, name, 0) && !isTrue(extension.attributes["continue"])) break;
  }
  return hunt.extension === undefined
    ? undefined
    : { actions: hunt.actions, extension: hunt.extension };
}
