/** A decoder so plain that it is right by reading it: whole input in one Latin-1 string, one frame after the other. */
export interface SlowFrame {
  readonly headers: [string, string][];
  /** Latin-1, one character a byte. */
  readonly body: string;
}

export function slowDecode(stream: Buffer): SlowFrame[] {
  return slowFrames(stream).map(({ head, body }) => ({ headers: slowLines(head), body }));
}

/** Where frames start and end, up to the first length that is no number; `head` is without its empty line. */
export function slowFrames(stream: Buffer): { head: string; body: string }[] {
  const frames: { head: string; body: string }[] = [];
  let rest = withoutLineEnds(stream.toString("latin1"));
  while (rest.includes("\n\n")) {
    const end = rest.indexOf("\n\n");
    const head = rest.slice(0, end);
    const announced = head.split("\n").findLast((line) => /^content-length:/i.test(line));
    const digits =
      announced === undefined ? "0" : announced.slice(announced.indexOf(":") + 1).trim();
    if (!/^\d+$/.test(digits)) break;
    const length = Number(digits);
    const body = rest.slice(end + 2, end + 2 + length);
    if (body.length < length) break;
    frames.push({ head, body });
    rest = withoutLineEnds(rest.slice(end + 2 + length));
  }
  return frames;
}

const withoutLineEnds = (text: string): string => text.replace(/^[\r\n]+/, "");

function slowLines(block: string): [string, string][] {
  return block.split("\n").map((line) => {
    const colon = line.indexOf(":");
    return [utf8(line.slice(0, colon)), utf8(line.slice(colon + 1).trimStart())];
  });
}

const utf8 = (latin1: string): string => Buffer.from(latin1, "latin1").toString("utf8");

export interface SlowEvent {
  readonly headers: [string, string][];
  readonly body: string | undefined;
}

export function slowPlainEvent(payload: Buffer): SlowEvent {
  const text = payload.toString("latin1");
  const end = text.indexOf("\n\n");
  const headers = slowLines(text.slice(0, end)).map(([name, value]): [string, string] => [
    name,
    decodeURIComponent(value),
  ]);
  const body = text.slice(end + 2);
  if (body === "") return { headers, body: undefined };
  const length = Number(headers.pop()?.[1]);
  return { headers, body: utf8(body.slice(0, length)) };
}

/** Loses all but the last of repeated names, as every JSON.parse does. */
export function slowJsonEvent(payload: Buffer): {
  values: Map<string, string>;
  body: string | undefined;
} {
  const object = JSON.parse(payload.toString("utf8")) as Record<string, string | string[]>;
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) {
    if (name === "_body" || (name === "Content-Length" && "_body" in object)) continue;
    values.set(
      name,
      Array.isArray(value)
        ? value.length === 1
          ? value[0]!
          : `ARRAY::${value.join("|:")}`
        : value,
    );
  }
  return { values, body: (object["_body"] as string | undefined) || undefined };
}

/** With another XML parser than the library's: line by line, as the switch breaks them. */
export function slowXmlElements(payload: Buffer): [string, string][] {
  const elements: [string, string][] = [];
  for (const line of payload.toString("utf8").split("</headers>")[0]!.split("\n")) {
    const match = /^ {4}<([^>]+)>(.*)<\/\1>$/.exec(line);
    if (match) elements.push([match[1]!, decodeURIComponent(match[2]!)]);
  }
  return elements;
}
