import { PhoneTemplateError } from "./errors.js";

/** A template's parts. `line` is where in the file it stands, from 1. */
export type Node =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  | { readonly kind: "value"; readonly path: readonly string[]; readonly line: number }
  | {
      readonly kind: "if";
      readonly path: readonly string[];
      readonly line: number;
      readonly holds: readonly Node[];
      readonly otherwise: readonly Node[];
    }
  | {
      readonly kind: "each";
      readonly path: readonly string[];
      readonly line: number;
      readonly body: readonly Node[];
    };

type Token =
  | { readonly kind: "text"; readonly text: string; readonly line: number }
  | { readonly kind: "tag"; readonly text: string; readonly line: number };

interface Open {
  readonly kind: "root" | "if" | "each";
  readonly path: readonly string[];
  readonly line: number;
  readonly nodes: Node[];
  otherwise?: Node[];
}

const TAG = /\{\{(.*?)\}\}/gs;
/** A line that holds nothing but a tag of structure leaves no line behind. */
const ALONE = /^[ \t]*(\{\{(?:#[^}]*|\/[^}]*|else|![^}]*)\}\})[ \t]*\r?\n/gm;

/** @throws {PhoneTemplateError} */
export function parseTemplate(file: string, text: string): readonly Node[] {
  const stack: Open[] = [{ kind: "root", path: [], line: 1, nodes: [] }];
  for (const token of tokensOf(file, text)) take(file, stack, token);
  const open = stack.pop();
  if (stack.length > 0 && open)
    throw new PhoneTemplateError(file, open.line, `{{#${open.kind}}} is not closed`);
  return open?.nodes ?? [];
}

/** Marks a line end that is not written; no template holds it, and lines are counted by it all the same. */
const SWALLOWED = "\u0000";

function* tokensOf(file: string, source: string): Generator<Token> {
  if (source.includes(SWALLOWED)) throw new PhoneTemplateError(file, 1, "holds a NUL character");
  const text = source.replace(/^\ufeff/, "").replace(ALONE, `$1${SWALLOWED}`);
  let line = 1;
  let at = 0;
  const piece = (end: number): Token => {
    const raw = text.slice(at, end);
    const token: Token = { kind: "text", text: raw.replaceAll(SWALLOWED, ""), line };
    line += countOf(raw);
    return token.text === "" ? { ...token, text: "" } : startingAt(token, raw);
  };
  for (const match of text.matchAll(TAG)) {
    yield piece(match.index);
    yield { kind: "tag", text: (match[1] ?? "").trim(), line };
    line += countOf(match[0]);
    at = match.index + match[0].length;
  }
  yield piece(text.length);
}

/** The line of what is left when swallowed line ends stood before it. */
function startingAt(token: Token, raw: string): Token {
  let swallowed = 0;
  while (raw[swallowed] === SWALLOWED) swallowed += 1;
  return { ...token, line: token.line + swallowed };
}

const countOf = (text: string): number => (text.match(/[\n\0]/g) ?? []).length;

function take(file: string, stack: Open[], token: Token): void {
  const open = stack.at(-1);
  if (!open) return;
  const here = open.otherwise ?? open.nodes;
  if (token.kind === "text") {
    if (token.text !== "") here.push(token);
    return;
  }
  const { text, line } = token;
  const begins = /^#(if|each)\s+(\S+)$/.exec(text);
  if (text.startsWith("!")) return;
  if (begins) {
    const path = pathOf(file, begins[2] ?? "", line);
    stack.push({ kind: begins[1] === "if" ? "if" : "each", path, line, nodes: [] });
  } else if (text === "else") {
    if (open.kind !== "if" || open.otherwise)
      throw new PhoneTemplateError(file, line, "{{else}} belongs to no {{#if}}");
    open.otherwise = [];
  } else if (text.startsWith("/")) close(file, stack, text.slice(1).trim(), line);
  else here.push({ kind: "value", path: pathOf(file, text, line), line });
}

function close(file: string, stack: Open[], kind: string, line: number): void {
  const open = stack.at(-1);
  if (!open || open.kind !== kind || (kind !== "if" && kind !== "each"))
    throw new PhoneTemplateError(file, line, `{{/${kind}}} closes nothing`);
  stack.pop();
  const parent = stack.at(-1);
  const { path, nodes, otherwise = [] } = open;
  const node: Node =
    kind === "if"
      ? { kind, path, line: open.line, holds: nodes, otherwise }
      : { kind, path, line: open.line, body: nodes };
  (parent?.otherwise ?? parent?.nodes)?.push(node);
}

function pathOf(file: string, text: string, line: number): readonly string[] {
  if (/^@?\w+(\.\w+)*$/.test(text)) return text.split(".");
  throw new PhoneTemplateError(file, line, `{{${text.slice(0, 40)}}} is not understood`);
}
