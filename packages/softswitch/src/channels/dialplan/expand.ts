import type { SwitchCore } from "../../core/index.js";
import { apiExpansionAllowed } from "./expand-permission.js";

export interface ExpandContext {
  readonly core: SwitchCore;
  getVariable(name: string): string | undefined;
  /** One value of a variable that is an array; undefined when it is none or shorter. */
  getElement?(name: string, index: number): string | undefined;
}

/** As deep as variables may hold variables; what is deeper stays as it is. */
const DEEPEST = 100;

/** A dollar and a brace (backslashes may lie between), or an escape: anything else is left alone. */
export const needsExpansion = (text: string): boolean =>
  /\$[\\$]*\{/.test(text) || /\\[\\nst']/.test(text);

interface Reference {
  /** What is between the braces. */
  readonly inner: string;
  /** Where the text goes on. */
  readonly next: number;
  /** Braces still open: none, unless the text ended first. */
  readonly open: number;
}

/** Reads from behind an opening brace; a brace right there does not count. */
function readReference(text: string, start: number): Reference {
  let open = 1;
  for (let at = start; at < text.length; at += 1) {
    if (open === 1 && text[at] === "}")
      return { inner: text.slice(start, at), next: at + 1, open: 0 };
    if (at !== start && text[at] === "{") open += 1;
    else if (open > 1 && text[at] === "}") open -= 1;
  }
  return { inner: text.slice(start), next: text.length, open };
}

/** C's atoi. */
const integer = (text: string): number => Number.parseInt(text, 10) || 0;

/** `:offset[:length]` counts bytes; a negative offset from the end, one that reaches too far does nothing. */
function slice(value: string, offset: number, length: number): string {
  const bytes = Buffer.from(value, "utf8");
  const from = offset >= 0 ? offset : -offset <= bytes.length ? bytes.length + offset : 0;
  const rest = bytes.subarray(Math.min(from, bytes.length));
  return rest.subarray(0, length > 0 ? length : rest.length).toString("utf8");
}

/** One of the values of an array as headers show it. */
function elementOf(value: string | undefined, index: number): string | undefined {
  if (!value?.startsWith("ARRAY::")) return undefined;
  return value.slice("ARRAY::".length).split("|:")[index];
}

function lookUp(name: string, context: ExpandContext): string | undefined {
  const [, base, index] = /^([^[]*)\[([^\]]*)\]/.exec(name) ?? [];
  if (base === undefined || index === undefined) return context.getVariable(name);
  const at = integer(index);
  if (at < 0) return context.getVariable(base);
  return context.getElement?.(base, at) ?? elementOf(context.getVariable(base), at);
}

/** The value of a variable may hold variables itself. */
function variable(inner: string, context: ExpandContext, depth: number): string {
  const [name = "", offset = "", length = ""] = expandAt(inner, context, depth + 1).split(":");
  const value = lookUp(name, context);
  if (value === undefined) return "";
  return slice(expandAt(value, context, depth + 1), integer(offset), integer(length));
}

/** Where the arguments of an API command end: at the parenthesis that closes them. */
function argumentsOf(text: string, opened: number): string {
  let open = opened;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "(") open += 1;
    else if (text[at] === ")") {
      if (open === 1) return text.slice(0, at);
      if (open > 1) open -= 1;
    }
  }
  return text;
}

/** `${name(args)}` and `${name args}` run an API command: this is why the dialplan must never see a client's text. */
function command(reference: Reference, at: number, context: ExpandContext, depth: number): string {
  const { core } = context;
  const { inner } = reference;
  const opened = inner[at] === "(" ? 1 : reference.open;
  const args = expandAt(argumentsOf(inner.slice(at + 1), opened), context, depth + 1);
  const name = expandAt(inner.slice(0, at).replace(/ +$/, ""), context, depth + 1);
  if (!apiExpansionAllowed(core.tree)) return "<API Execute Permission Denied>";
  const result = core.api.run(`${name} ${args}`);
  // Nothing here can wait: a command that takes time gives nothing.
  return typeof result === "string" ? result : "";
}

function evaluate(reference: Reference, context: ExpandContext, depth: number): string {
  const at = reference.inner.search(/[ (]/);
  return at < 0
    ? variable(reference.inner, context, depth)
    : command(reference, at, context, depth);
}

interface Piece {
  readonly text: string;
  readonly next: number;
}

/** What a backslash makes of the characters behind it; undefined where it is a character itself. */
function escaped(text: string, at: number): Piece | undefined {
  const next = text[at + 1];
  if (next === "\\") return { text: "\\", next: at + 2 };
  if (next === "'") return { text: "", next: at + 2 };
  if (next !== "$") return undefined;
  // The dollar behind it is a character; of two, one goes.
  return { text: "$", next: text[at + 2] === "$" ? at + 3 : at + 2 };
}

/** A reference, with the character behind it: that one is never looked at. */
function dollar(text: string, at: number, context: ExpandContext, depth: number): Piece {
  const sign = text[at + 1] === "$" ? at + 1 : at;
  if (text[sign + 1] !== "{") return { text: "$", next: sign + 1 };
  const reference = readReference(text, sign + 2);
  const value = evaluate(reference, context, depth);
  const behind = text[reference.next] ?? "";
  if (behind === "$" || behind === "") return { text: value, next: reference.next };
  return { text: value + behind, next: reference.next + 1 };
}

function expandAt(text: string, context: ExpandContext, depth: number): string {
  if (depth > DEEPEST || !needsExpansion(text)) return text;
  let result = "";
  for (let at = 0; at < text.length; ) {
    const character = text[at] ?? "";
    const piece =
      character === "\\"
        ? escaped(text, at)
        : character === "$"
          ? dollar(text, at, context, depth)
          : undefined;
    result += piece?.text ?? character;
    at = piece?.next ?? at + 1;
  }
  return result;
}

/**
 * Replaces `${name}`, `${name:offset:length}`, `${name[index]}` and `${api(args)}`, inner ones first, as
 * switch_channel_expand_variables does: `$${…}` is the same, `\$` keeps the dollar, `\\` is one backslash, `\'` is nothing.
 */
export const expand = (text: string, context: ExpandContext): string => expandAt(text, context, 0);
