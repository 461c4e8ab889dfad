import { type EncodeOptions, unsafeReasons } from "../encode/index.js";
import { SourceEditError, UnsafeValueError } from "../errors.js";
import { SourceElement, type SourceNode } from "./nodes.js";
import { parseSource } from "./parse-source.js";

/** Markup to be inserted, taken apart. */
export interface Fragment {
  readonly nodes: readonly SourceNode[];
  readonly first: SourceElement;
}

/**
 * Reads markup for insertion; its line ends become `lineBreak`, which carries the indentation of the place.
 * Channel variables may stand in it, as the dialplan is written with them; whatever the preprocessor reacts to may not.
 * @throws XmlSyntaxError, UnsafeValueError, SourceEditError when there is no element in it
 */
export function parseFragment(
  xmlText: string,
  lineBreak: string,
  options: EncodeOptions | undefined,
): Fragment {
  const root = parseSource(xmlText.trim().replace(/\r\n|\n|\r/g, lineBreak));
  for (const node of root.nodes) assertSafe(node, options);
  const first = root.children[0];
  if (first === undefined) throw new SourceEditError("there is no element to insert");
  return { nodes: root.nodes, first };
}

function assertSafe(node: SourceNode, options: EncodeOptions | undefined): void {
  if (!(node instanceof SourceElement)) {
    if (node.kind === "instruction" || node.kind === "doctype") {
      throw new SourceEditError(`a ${node.kind} cannot be inserted`);
    }
    assertInert(node.raw.replace(/[\t\r\n]/g, " "), node.kind, options);
    return;
  }
  assertInert(`<${node.name}>`, "element", undefined);
  for (const [name, value] of Object.entries(node.attributes)) assertInert(value, name, options);
  for (const child of node.nodes) assertSafe(child, options);
}

function assertInert(value: string, field: string, options: EncodeOptions | undefined): void {
  const reason = unsafeReasons(value, options).find((each) => each !== "channel-variable");
  if (reason !== undefined) throw new UnsafeValueError(field, reason);
}
