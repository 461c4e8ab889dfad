import { encode, type Format } from "./encode.js";
import { PhoneTemplateError } from "./errors.js";
import type { Node } from "./parse.js";

/** What a template can be filled with. Numbers are written out by whoever makes them. */
export type Value = string | boolean | readonly Scope[] | Scope;
export interface Scope {
  readonly [name: string]: Value;
}

/** Where something was written: a piece of the result, and the template's line it comes from. */
export interface Piece {
  readonly text: string;
  readonly line: number;
}

interface Rendering {
  readonly file: string;
  readonly format: Format;
  /** Visit every branch, the first item of every list: a check, no document. */
  readonly everything: boolean;
  readonly pieces: Piece[];
}

/** @throws {PhoneTemplateError} for a name that is not known, UnfitValueError for a value that cannot be written */
export function render(file: string, nodes: readonly Node[], format: Format, scope: Scope): string {
  return joined(pieces(file, nodes, format, scope));
}

export function pieces(
  file: string,
  nodes: readonly Node[],
  format: Format,
  scope: Scope,
  everything = false,
): readonly Piece[] {
  const rendering: Rendering = { file, format, everything, pieces: [] };
  write(rendering, nodes, [scope]);
  return rendering.pieces;
}

export function joined(all: readonly Piece[]): string {
  let text = "";
  for (const piece of all) text += piece.text;
  return text;
}

function write(to: Rendering, nodes: readonly Node[], scopes: readonly Scope[]): void {
  for (const node of nodes) {
    if (node.kind === "text") to.pieces.push(node);
    else if (node.kind === "value") writeValue(to, node, scopes);
    else if (node.kind === "if") {
      const holds = truth(lookup(to, node, scopes));
      if (holds || to.everything) write(to, node.holds, scopes);
      if (!holds || to.everything) write(to, node.otherwise, scopes);
    } else writeEach(to, node, scopes);
  }
}

function writeValue(
  to: Rendering,
  node: Extract<Node, { kind: "value" }>,
  scopes: readonly Scope[],
): void {
  const name = node.path.join(".");
  const value = lookup(to, node, scopes);
  if (typeof value !== "string")
    throw new PhoneTemplateError(to.file, node.line, `{{${name}}} is no text`);
  to.pieces.push({ text: encode(to.format, value, name), line: node.line });
}

function writeEach(
  to: Rendering,
  node: Extract<Node, { kind: "each" }>,
  scopes: readonly Scope[],
): void {
  const list = lookup(to, node, scopes);
  if (!Array.isArray(list))
    throw new PhoneTemplateError(to.file, node.line, `{{#each ${node.path.join(".")}}}: no list`);
  (list as readonly Scope[]).forEach((item, index) => {
    const place = { "@index": String(index), "@number": String(index + 1) };
    write(to, node.body, [{ ...item, ...place }, ...scopes]);
  });
}

const truth = (value: Value): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== false && value !== "";

function lookup(to: Rendering, node: Exclude<Node, { kind: "text" }>, scopes: readonly Scope[]) {
  const [first = "", ...rest] = node.path;
  const scope = scopes.find((each) => Object.hasOwn(each, first));
  let value: Value | undefined = scope?.[first];
  for (const name of rest) value = isScope(value) ? own(value, name) : undefined;
  if (value === undefined)
    throw new PhoneTemplateError(to.file, node.line, `{{${node.path.join(".")}}} is not known`);
  return value;
}

const isScope = (value: Value | undefined): value is Scope =>
  typeof value === "object" && !Array.isArray(value);

const own = (scope: Scope, name: string): Value | undefined =>
  Object.hasOwn(scope, name) ? scope[name] : undefined;
