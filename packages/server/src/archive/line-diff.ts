const CONTEXT = 3;
/** Cells of the table below; beyond, the middle part is shown as replaced as a whole. */
const CELLS = 4_000_000;

type Sign = " " | "-" | "+";
type Line = readonly [sign: Sign, text: string];

/** The difference of two texts in unified form, without file names; empty when they are equal. */
export function lineDiff(before: string, after: string): string {
  if (before === after) return "";
  return hunks(align(split(before), split(after))).join("\n");
}

/** A last line without an end is told apart from one with it. */
function split(text: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else lines.push(`${lines.pop() ?? ""}\n\\ No newline at end of file`);
  return lines;
}

function align(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (text: string): Line => [" ", text];
  return [
    ...before.slice(0, start).map(same),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

/** Longest common subsequence by table. */
function middle(before: readonly string[], after: readonly string[]): Line[] {
  const [rows, columns] = [before.length + 1, after.length + 1];
  const removed = before.map((text): Line => ["-", text]);
  const added = after.map((text): Line => ["+", text]);
  if (rows * columns > CELLS) return [...removed, ...added];
  const table = new Uint32Array(rows * columns);
  const at = (row: number, column: number): number => table[row * columns + column] ?? 0;
  for (let row = rows - 2; row >= 0; row--)
    for (let column = columns - 2; column >= 0; column--)
      table[row * columns + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    if (before[row] === after[column]) {
      lines.push([" ", before[row] ?? ""]);
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) lines.push(["-", before[row++] ?? ""]);
    else lines.push(["+", after[column++] ?? ""]);
  }
  return [...lines, ...removed.slice(row), ...added.slice(column)];
}

function hunks(lines: readonly Line[]): string[] {
  const shown = new Uint8Array(lines.length);
  lines.forEach(([sign], index) => {
    if (sign !== " ") shown.fill(1, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  });
  const out: string[] = [];
  let [old, now] = [1, 1];
  for (let index = 0; index < lines.length; ) {
    let end = index;
    while (end < lines.length && shown[end] === shown[index]) end++;
    const part = lines.slice(index, end);
    const count = (other: Sign): number => part.filter(([sign]) => sign !== other).length;
    const [removed, added] = [count("+"), count("-")];
    if (shown[index]) {
      out.push(`@@ -${old},${removed} +${now},${added} @@`);
      out.push(...part.map(([sign, text]) => `${sign}${text}`));
    }
    old += removed;
    now += added;
    index = end;
  }
  return out;
}
