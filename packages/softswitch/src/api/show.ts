import type { ShowTable, SwitchCore } from "../core/index.js";

const USAGE =
  "codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|interface_types|tasks|limits|status";

/** Columns that `like` looks at. */
const LIKE_COLUMNS = ["uuid", "name", "cid_name", "cid_num", "presence_data", "accountcode"];

type Row = Readonly<Record<string, string>>;

interface Listing {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly countOnly: boolean;
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

function asJson({ columns, rows, countOnly }: Listing): string {
  if (rows.length === 0) return '{"row_count": 0}\n';
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map((name) => [name, row[name] ?? ""])),
  );
  return JSON.stringify({ row_count: rows.length, rows: countOnly ? [] : objects });
}

function asXml({ columns, rows, countOnly }: Listing): string {
  if (rows.length === 0 || countOnly) return `<result row_count="${rows.length}"/>\n`;
  const lines = rows.map((row, index) => {
    const cells = columns.map((name) => `<${name}>${escapeXml(row[name] ?? "")}</${name}>`);
    return `<row row_id="${index + 1}">${cells.join("")}</row>`;
  });
  return `<result row_count="${rows.length}">${lines.join("")}</result>`;
}

/** The delimiter is not escaped in values. */
function asText({ columns, rows, countOnly }: Listing, delimiter: string): string {
  const total = `\n${rows.length} total.\n`;
  if (rows.length === 0 || countOnly) return total;
  const lines = rows.map((row) => columns.map((name) => row[name] ?? "").join(delimiter));
  return `${columns.join(delimiter)}\n${lines.join("\n")}\n${total}`;
}

function print(listing: Listing, format: string, delimiter: string): string {
  if (format === "json") return asJson(listing);
  if (format === "xml") return asXml(listing);
  if (format === "csv") return asText(listing, ",");
  if (format === "delim") return asText(listing, delimiter);
  return `-ERR Cannot find format ${format}\n`;
}

/** SQL's LIKE: `%` stands for anything; without one the text may stand anywhere. */
function likeFilter(pattern: string | undefined): (row: Row) => boolean {
  if (pattern === undefined) return () => true;
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("%", ".*");
  const match = new RegExp(pattern.includes("%") ? `^${escaped}$` : escaped, "is");
  return (row) => LIKE_COLUMNS.some((name) => match.test(row[name] ?? ""));
}

function show(core: SwitchCore, args: string): string {
  const words = args.split(" ").filter((word) => word !== "");
  const as = words.indexOf("as");
  const options = as < 0 ? words : words.slice(0, as);
  const [format = "csv", delimiter = ","] = as < 0 ? [] : words.slice(as + 1);
  const table = core.show.get(options[0] ?? "");
  if (table === undefined) return `-USAGE: ${USAGE}\n`;
  const keep = likeFilter(options[1] === "like" ? options.slice(2).join(" ") : undefined);
  const rows = [...table.rows()].filter(keep);
  return print(
    { columns: table.columns, rows, countOnly: options[1] === "count" },
    format,
    delimiter,
  );
}

const interfaceColumns = ["type", "name", "ikey", "filename"];

const apiTable = (core: SwitchCore): ShowTable => ({
  columns: ["name", "description", "syntax", "ikey"],
  rows: () =>
    core.api.list().map(({ name, description, syntax, module }) => ({
      name,
      description,
      syntax,
      ikey: module,
    })),
});

const modulesTable = (core: SwitchCore, modules: readonly string[]): ShowTable => ({
  columns: interfaceColumns,
  rows: () =>
    core.api.list().map(({ name, module }) => ({
      type: "api",
      name,
      ikey: module,
      filename: modules.includes(module) ? `${core.variables.get("mod_dir")}/${module}.so` : "",
    })),
});

/** show, with the subjects that belong to no other room. */
export function registerShowCommand(core: SwitchCore, modules: readonly string[]): void {
  core.show.register("api", apiTable(core));
  core.show.register("modules", modulesTable(core, modules));
  core.api.register("show", (args) => show(core, args), {
    description: "Show various reports",
    syntax: USAGE,
  });
}
