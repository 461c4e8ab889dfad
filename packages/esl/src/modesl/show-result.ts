import { unescapeXml } from "../decoding/xml-payload.js";
import type { ShowCallback, ShowResult, ShowRow } from "./types.js";

/** Parses the output of the switch's `show` in any of its forms: json, xml, csv, `delim <text>`. */
export function showResult(format: string, text: string, callback: ShowCallback): void {
  if (/^-(?:ERR|USAGE)/.test(text)) return void callback(new Error(text));
  let data: ShowResult;
  try {
    data = parse(format, text);
  } catch (error) {
    return void callback(error as Error);
  }
  callback(null, data, text);
}

function parse(format: string, text: string): ShowResult {
  if (format === "json") return fromJson(text);
  if (format === "xml") return withCount(xmlRows(text));
  return withCount(textRows(text, /^delim (.+)$/s.exec(format)?.[1] ?? ","));
}

function withCount(rows: readonly ShowRow[]): ShowResult {
  return { rowCount: rows.length, rows };
}

/** As the switch says it (`row_count`), which leaves `rows` out when there are none. */
function fromJson(text: string): ShowResult {
  const data: unknown = JSON.parse(text);
  if (typeof data !== "object" || data === null) throw new SyntaxError("no object");
  return "rows" in data ? (data as ShowResult) : { ...data, rows: [] };
}

function xmlRows(text: string): ShowRow[] {
  if (!text.includes("<result")) throw new SyntaxError("no <result>");
  const rows = [...text.matchAll(/<row\b[^<>]*>(.*?)<\/row>/gs)];
  return rows.map(([, row = ""]) =>
    Object.fromEntries(
      [...row.matchAll(/<([^\s<>/]+)>([^<]*)<\/\1>/g)].map(([, name = "", value = ""]) => [
        name,
        unescapeXml(value),
      ]),
    ),
  );
}

/** Names, then rows up to the empty line in front of the total (mod_commands.c show_callback). */
function textRows(text: string, delimiter: string): ShowRow[] {
  const [table = ""] = text.split("\n\n");
  const [head = "", ...lines] = table.split("\n").filter((line) => line !== "");
  const names = head.split(delimiter);
  return lines.map((line) => {
    const values = line.split(delimiter);
    return Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""]));
  });
}
