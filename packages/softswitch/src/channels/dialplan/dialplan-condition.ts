import type { XmlElement } from "../../core/index.js";
import type { DialplanFacts } from "./dialplan.js";
import { Offsets } from "./dialplan-regex.js";
import { type DialplanClock, matchesTime } from "./dialplan-time.js";
import { needsExpansion } from "./expand.js";

/** The text groups are taken from, and how many the match has. */
interface Captured {
  readonly text: string;
  readonly count: number;
}

/** What one condition found. */
export interface Judgement {
  /** Actions, not anti-actions. */
  readonly passed: boolean;
  /** Whether hunting may stop at this extension, unless something after it says otherwise. */
  readonly proceed: boolean;
  /** Where `$1` and DP_MATCH come from; undefined leaves both as they are. */
  readonly captured: Captured | undefined;
  readonly offsets: Offsets;
}

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

const clockOf = (facts: DialplanFacts): DialplanClock => {
  const hours = facts.getVariable("tod_tz_offset") ?? "";
  return {
    now: facts.now(),
    offset: /^[+-]?[\d.]+$/.test(hours) ? Number.parseInt(hours, 10) : undefined,
    zone: facts.getVariable("timezone"),
  };
};

/** The expression of a condition or a regex: the text of its child comes before the attribute. */
function expressionOf(element: XmlElement): string {
  const [child] = childrenOf(element, "expression");
  return child ? child.text : (element.attributes["expression"] ?? "");
}

function fieldText(field: string, facts: DialplanFacts): string {
  return field.includes("$") ? facts.expand(field) : (facts.field(field) ?? "");
}

/** A condition without `regex`: one field, the time, or nothing at all, which always holds. */
function judgePlain(condition: XmlElement, facts: DialplanFacts): Judgement {
  const offsets = new Offsets();
  const time = matchesTime(condition.attributes, clockOf(facts));
  const field = condition.attributes["field"];
  if (field === undefined) {
    // Without a field the time decides; with neither the condition is absolute.
    const held = time ?? true;
    return { passed: held, proceed: held, captured: undefined, offsets };
  }
  const expression = facts.expand(expressionOf(condition));
  const text = fieldText(field, facts);
  const count = offsets.perform(text, expression, facts.log);
  const captured = expression.includes("(") ? { text, count } : undefined;
  // A field that matches makes up for a wrong time, and a right time for a field that does not match.
  return { passed: count > 0 || time === true, proceed: count > 0, captured, offsets };
}

type Rule = "all" | "any" | "xor";

const RULES: readonly Rule[] = ["all", "xor"];

/** The children `regex` of a condition, judged one after the other. */
class RegexRun {
  readonly offsets = new Offsets();
  proceed: boolean;
  #passes = 0;
  #failures = 0;
  #total = 0;
  /** The last expression with a group that matched: actions take their groups from it. */
  #saved: Captured | undefined;
  /** The last expression looked at; undefined when it held variables, which FreeSWITCH has forgotten by then. */
  #last: (Captured & { expression: string }) | undefined;

  constructor(
    readonly rule: Rule,
    readonly facts: DialplanFacts,
    before: boolean,
  ) {
    this.proceed = before;
  }

  get passed(): boolean {
    if (this.rule === "xor") return this.#passes === 1;
    return this.rule === "all" ? this.#failures === 0 : this.#passes > 0;
  }

  get hasSaved(): boolean {
    return this.#saved !== undefined;
  }

  get captured(): Captured | undefined {
    if (this.#saved) return this.#saved;
    return this.#last?.expression.includes("(") ? this.#last : undefined;
  }

  /** False when the rest need not be looked at. */
  judge(regex: XmlElement): boolean {
    const time = matchesTime(regex.attributes, clockOf(this.facts));
    const field = regex.attributes["field"];
    this.#total += 1;
    this.#last = undefined;
    return field === undefined ? this.#judgeTime(time) : this.#judgeField(regex, field);
  }

  #judgeTime(time: boolean | undefined): boolean {
    if (time === false) {
      this.#failures += 1;
      return this.rule !== "all";
    }
    this.#passes += 1;
    this.proceed = true;
    return this.rule !== "any";
  }

  #judgeField(regex: XmlElement, field: string): boolean {
    const given = expressionOf(regex);
    const expression = this.facts.expand(given);
    const text = fieldText(field, this.facts);
    const count = this.offsets.perform(text, expression, this.facts.log);
    const captured = { text, count };
    this.proceed = count > 0;
    this.#last = needsExpansion(given) ? undefined : { ...captured, expression };
    if (count > 0) this.#passes += 1;
    else this.#failures += 1;
    if (this.rule === (count > 0 ? "any" : "all")) return false;
    if (expression.includes("(")) this.#keep(captured);
    return true;
  }

  #keep(captured: Captured): void {
    const name = `DP_REGEX_MATCH_${this.#total}`;
    this.facts.setVariable(name, this.offsets.captures(captured.text, captured.count));
    this.#saved = captured.count > 0 ? captured : undefined;
  }
}

function judgeRegexes(condition: XmlElement, facts: DialplanFacts, before: boolean): Judgement {
  const time = matchesTime(condition.attributes, clockOf(facts));
  const wanted = condition.attributes["regex"]?.toLowerCase();
  const run = new RegexRun(RULES.find((rule) => rule === wanted) ?? "any", facts, time ?? before);
  facts.clearVariables("DP_REGEX_MATCH");
  for (const regex of childrenOf(condition, "regex")) if (!run.judge(regex)) break;
  const { captured, offsets } = run;
  const proceed = captured && run.hasSaved ? captured.count > 0 : run.proceed;
  return { passed: run.passed || time === true, proceed, captured, offsets };
}

/** Judges a condition as parse_exten does; `before` is what the one before it left, which some say nothing about. */
export const judge = (condition: XmlElement, facts: DialplanFacts, before: boolean): Judgement =>
  condition.attributes["regex"] === undefined
    ? judgePlain(condition, facts)
    : judgeRegexes(condition, facts, before);
