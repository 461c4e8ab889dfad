const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|quot|apos|amp));/g;

/** Replaces the five XML entities and numeric references; anything else with `&` stays, as in switch_xml_decode. */
export function decodeReferences(raw: string): string {
  return raw.includes("&") ? raw.replace(REFERENCE, decodeReference) : raw;
}

function decodeReference(
  whole: string,
  hex: string | undefined,
  decimal: string | undefined,
  entity: string | undefined,
): string {
  if (entity !== undefined) return ENTITIES[entity] ?? whole;
  const code = hex === undefined ? Number.parseInt(decimal ?? "", 10) : Number.parseInt(hex, 16);
  return isCodePoint(code) ? String.fromCodePoint(code) : whole;
}

// Zero would end the value in FreeSWITCH; surrogates and what lies beyond Unicode have no place in a string.
function isCodePoint(code: number): boolean {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}

/** An attribute's value: references decoded, every blank one space. A line end written as a reference survives. */
export function decodeAttribute(raw: string): string {
  if (!/[&\t\n\v\f\r]/.test(raw)) return raw;
  return decodeReferences(raw.replace(/\r\n|[\t\n\v\f\r]/g, " "));
}

/** Character data: references decoded, line ends made LF. */
export function decodeText(raw: string): string {
  return decodeReferences(unifyLineEnds(raw));
}

export function unifyLineEnds(raw: string): string {
  return raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
}
