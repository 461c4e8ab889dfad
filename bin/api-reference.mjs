// Writes docs/esl-api.md from the docstrings of @parley/esl's doors; with --check it only says whether that is needed.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOORS = [
  ["@parley/esl", "packages/esl/src/index.ts"],
  ["@parley/esl/outbound", "packages/esl/src/outbound/index.ts"],
  ["@parley/esl/arguments", "packages/esl/src/arguments/index.ts"],
  ["@parley/esl/codec", "packages/esl/src/codec/index.ts"],
  ["@parley/esl/switch", "packages/esl/src/switch/index.ts"],
].map(([name, path]) => ({ name, path: join(ROOT, path) }));
export const REFERENCE = join(ROOT, "docs/esl-api.md");

const KINDS = [
  ["Classes", ts.SymbolFlags.Class],
  ["Functions", ts.SymbolFlags.Function],
  ["Constants", ts.SymbolFlags.Variable],
  ["Types", ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias],
];
const INTRODUCTION = `# @parley/esl: API reference

Made from the docstrings by \`node bin/api-reference.mjs\`; change those, not this. How things fit together is told in
[esl.md](esl.md).
`;

/** The whole reference as Markdown. */
export function apiReference() {
  const paths = DOORS.map(({ path }) => path);
  const program = ts.createProgram(paths, options());
  const parts = DOORS.map((door) => doorText(door, program));
  return `${INTRODUCTION}\n${parts.join("\n\n")}\n`;
}

function doorText({ name, path }, program) {
  const checker = program.getTypeChecker();
  const door = checker.getSymbolAtLocation(program.getSourceFile(path));
  const exported = checker
    .getExportsOfModule(door)
    .map((symbol) => ({
      name: symbol.name,
      symbol: symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const parts = KINDS.map(([title, flags]) => {
    const entries = exported.filter(({ symbol }) => kindOf(symbol) === flags);
    const texts = entries.map((entry) => entryText(entry, checker));
    return texts.length === 0 ? "" : [`### ${title}`, ...texts].join("\n\n");
  });
  return [`## ${name}`, ...parts.filter(Boolean)].join("\n\n");
}

function options() {
  const config = ts.readConfigFile(join(ROOT, "tsconfig.base.json"), ts.sys.readFile).config;
  const parsed = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  return {
    ...parsed.options,
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    incremental: false,
    // Names, comments and text are all that is read: no type is ever worked out.
    noLib: true,
    types: [],
  };
}

/** A name may be a type and a value at once; the first kind that fits counts. */
function kindOf(symbol) {
  return KINDS.find(([, flags]) => symbol.flags & flags)?.[1];
}

function entryText({ name, symbol }, checker) {
  const [declaration] = symbol.declarations;
  const source = relative(ROOT, declaration.getSourceFile().fileName);
  const lines = [`#### ${name}`, documentation(symbol, checker)];
  if (ts.isClassDeclaration(declaration)) lines.push(classText(declaration, checker));
  else
    lines.push(...symbol.declarations.filter(isShown).map((each) => code(declarationText(each))));
  lines.push(`<sub>[${source}](../${source})</sub>`);
  return lines.filter(Boolean).join("\n\n");
}

/** Of overloads the implementation is nobody's business. */
function isShown(declaration, _index, all) {
  return !(ts.isFunctionDeclaration(declaration) && declaration.body && all.length > 1);
}

function classText(declaration, checker) {
  const inherits = declaration.heritageClauses?.map((clause) => clause.getText()).join(" ");
  const shown = [];
  let undocumented = [];
  const flush = () => {
    if (undocumented.length > 0) shown.push(code(undocumented.join("\n")));
    undocumented = [];
  };
  for (const member of declaration.members.filter(isPublic)) {
    const words = documentation(member.symbol, checker);
    undocumented.push(declarationText(member));
    if (words === "") continue;
    const text = undocumented.pop();
    flush();
    shown.push(code(text), words);
  }
  flush();
  return [inherits && `\`${inherits}\``, ...shown].filter(Boolean).join("\n\n");
}

function isPublic(member) {
  if (ts.isSemicolonClassElement(member) || ts.isClassStaticBlockDeclaration(member)) return false;
  if (
    member.name &&
    (ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name))
  )
    return false;
  const flags = ts.getCombinedModifierFlags(member);
  if (flags & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Abstract))
    return false;
  const text = ts
    .getJSDocCommentsAndTags(member)
    .map((each) => each.getText())
    .join();
  return !text.includes("Internal to this package");
}

/** Signature without its body and without `export`; interfaces and types as they stand, with their comments. */
function declarationText(node) {
  if (ts.isVariableDeclaration(node)) return constantText(node);
  const source = node.getSourceFile().text;
  const end = node.body ? node.body.getStart() : node.getEnd();
  const text = source.slice(node.getStart(), end).trim();
  return unindent(text.replace(/^export /, "").replace(/^async /, ""), node);
}

function constantText(node) {
  const text = `const ${node.getText()}`;
  return text.length > 300 ? `${text.slice(0, 300).replace(/\n[^\n]*$/, "")}\n  …` : text;
}

function unindent(text, node) {
  const { character } = node.getSourceFile().getLineAndCharacterOfPosition(node.getStart());
  return text.replaceAll(`\n${" ".repeat(character)}`, "\n");
}

function code(text) {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function documentation(symbol, checker) {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .map(({ name, text: parts }) => tagText(name, ts.displayPartsToString(parts)));
  return [text, ...tags].filter(Boolean).join("\n\n");
}

function tagText(name, text) {
  if (name === "example") return `${code(text.trim())}`;
  if (name === "param") return `- ${text.replace(/^(\S+)/, "`$1`:")}`;
  if (name === "throws") return `Throws ${text.replace(/^\{(.*?)\}/, "$1")}`;
  return `${name === "returns" ? "Answers" : name} ${text}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = apiReference();
  if (!process.argv.includes("--check")) writeFileSync(REFERENCE, text);
  else if (readFileSync(REFERENCE, "utf8") !== text) {
    console.error("docs/esl-api.md is not what the docstrings say: node bin/api-reference.mjs");
    process.exit(1);
  }
}
