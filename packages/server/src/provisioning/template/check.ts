import { parseXml, XmlSyntaxError } from "@parley/fsxml";
import type { Format } from "./encode.js";
import { PhoneTemplateError } from "./errors.js";
import type { Node } from "./parse.js";
import { joined, type Piece, pieces, type Scope } from "./render.js";

/**
 * Tries a template on values that stand for any: every name must be known in every branch, and what is written must be
 * of its format.
 *
 * @throws {PhoneTemplateError} with the template's line
 */
export function checkTemplate(
  file: string,
  nodes: readonly Node[],
  format: Format,
  samples: readonly Scope[],
): void {
  for (const sample of samples) {
    pieces(file, nodes, format, sample, true);
    const written = pieces(file, nodes, format, sample);
    if (format === "xml") checkXml(file, written);
    if (format === "lines") checkLines(file, written);
    if (format === "json") checkJson(file, written);
  }
}

function checkXml(file: string, written: readonly Piece[]): void {
  try {
    parseXml(joined(written));
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    throw new PhoneTemplateError(file, origin(written, error.line), error.reason);
  }
}

function checkJson(file: string, written: readonly Piece[]): void {
  const text = joined(written);
  try {
    JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? text.length);
    const line = text.slice(0, position).split("\n").length;
    throw new PhoneTemplateError(file, origin(written, line), reason);
  }
}

const LINE = /^\s*$|^\s*#|^\s*\[|^\s*include:config |^[^=]*\S[^=]*=/;

function checkLines(file: string, written: readonly Piece[]): void {
  joined(written)
    .split("\n")
    .forEach((line, index) => {
      if (LINE.test(line)) return;
      throw new PhoneTemplateError(file, origin(written, index + 1), "is no `key = value`");
    });
}

/** The template's line that a line of the result comes from. */
function origin(written: readonly Piece[], line: number): number {
  let at = 1;
  let last = 1;
  for (const { text, line: from } of written) {
    const breaks = text.split("\n").length - 1;
    // What stands at a line's very end belongs to it as well: the next piece begins there.
    if (at + breaks >= line && !(at + breaks === line && text.endsWith("\n")))
      return from + Math.max(0, line - at);
    at += breaks;
    last = from + breaks;
  }
  return last;
}
