/** The lines of a plain event as an array of name and value, read so plainly that it is right by reading it. */
export function slowLines(block: Buffer, encoded: boolean): [string, string][] {
  const lines = block.toString("latin1").split("\n");
  const empty = lines.indexOf("");
  const found: [string, string][] = [];
  for (const line of empty < 0 ? lines : lines.slice(0, empty)) {
    const colon = line.indexOf(":");
    if (colon < 1) continue;
    const value = line.slice(colon + 1).replace(/^ +/, "");
    found.push([utf8(line.slice(0, colon)), encoded ? unescaped(value) : utf8(value)]);
  }
  return found;
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

function unescaped(value: string): string {
  if (value === "_undef_") return "";
  return utf8(
    value.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
  );
}
