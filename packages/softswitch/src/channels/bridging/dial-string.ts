/** One thing to call, with the variables of its own leg. */
export interface DialTarget {
  readonly url: string;
  readonly variables: Values;
}

type Values = readonly (readonly [name: string, value: string])[];

export interface DialPlan {
  /** For every leg. */
  readonly variables: Values;
  /** Tried one after the other; the targets of one all ring at once. */
  readonly alternatives: readonly (readonly DialTarget[])[];
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "<": ">" };

/** Splits at a mark that stands in no bracket and no quotes. */
function split(text: string, mark: string): string[] {
  const parts: string[] = [];
  const open: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === "\\") at += 1;
    else if (sign === "'" && open.length > 0) quoted = !quoted;
    else if (quoted) continue;
    else if ((sign === "{" || sign === "[") && CLOSING[sign]) open.push(CLOSING[sign]);
    else if (sign === open.at(-1)) open.pop();
    else if (open.length === 0 && text.startsWith(mark, at)) {
      parts.push(text.slice(from, at));
      from = at + mark.length;
      at = from - 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** `a=1,b='x,y'`; `^^:` in front makes `:` what separates. */
function readVariables(text: string): Values {
  const other = /^\^\^(.)/.exec(text)?.[1];
  const body = other === undefined ? text : text.slice(3);
  return splitQuoted(body, other ?? ",").flatMap((pair) => {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, equals).trim();
    return equals > 0 && name ? [[name, pair.slice(equals + 1)] as const] : [];
  });
}

/** Splits, takes quotes away and what a backslash stands for. */
function splitQuoted(text: string, mark: string): string[] {
  const parts: string[] = [];
  let part = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (sign === "\\" && at + 1 < text.length) {
      at += 1;
      part += text[at];
    } else if (sign === "'") quoted = !quoted;
    else if (sign === mark && !quoted) {
      parts.push(part);
      part = "";
    } else part += sign;
  }
  return [...parts, part];
}

/** Takes leading brackets of a kind off a text. */
function takeBrackets(text: string, kinds: string): { variables: Values; rest: string } {
  const variables: (readonly [string, string])[] = [];
  let rest = text.trimStart();
  for (;;) {
    const closing = kinds.includes(rest[0] ?? " ") ? CLOSING[rest[0] ?? ""] : undefined;
    const end = closing === undefined ? -1 : closingAt(rest, closing);
    if (end < 0) return { variables, rest };
    variables.push(...readVariables(rest.slice(1, end)));
    rest = rest.slice(end + 1).trimStart();
  }
}

function closingAt(text: string, closing: string): number {
  let quoted = false;
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === "'") quoted = !quoted;
    else if (text[at] === closing && !quoted) return at;
  }
  return -1;
}

/** Reads `{all=…}[one=…]user/1000,user/1001|user/1002` (switch_ivr_originate). */
export function parseDialString(text: string): DialPlan {
  const { variables, rest } = takeBrackets(text, "{<");
  // Enterprise originate (`:_:`) calls every part with its own rules; here they all ring at once.
  const parts = split(rest, ":_:").map((part) => takeBrackets(part, "{<"));
  const alternatives = parts.map((part) =>
    split(part.rest, "|").map((targets) =>
      split(targets, ",").flatMap((target) => {
        const own = takeBrackets(target, "[");
        const url = own.rest.trim();
        return url ? [{ url, variables: [...part.variables, ...own.variables] }] : [];
      }),
    ),
  );
  const longest = Math.max(...alternatives.map((list) => list.length));
  const rounds = Array.from({ length: longest }, (_, at) =>
    alternatives.flatMap((list) => list[at] ?? []),
  );
  return { variables, alternatives: rounds };
}
