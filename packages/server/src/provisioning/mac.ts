/** 12 lower-case hexadecimal digits of a MAC in any notation; undefined for what is none. */
export function normalMac(text: string): string | undefined {
  const mac = text.replace(/[-:. ]/g, "").toLowerCase();
  return /^[0-9a-f]{12}$/.test(mac) && mac !== "000000000000" ? mac : undefined;
}

const IN_AGENT = /(?:^|[\s(:])((?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{12})(?=$|[\s)])/i;

/** Many phones say their MAC in `User-Agent`: `Yealink SIP-T46S 66.84.0.15 00:15:65:aa:bb:cc`, Poly's `(SN:0004f2…)`. */
export function macOfAgent(agent: string | undefined): string | undefined {
  const found = IN_AGENT.exec((agent ?? "").slice(0, 256));
  return found?.[1] === undefined ? undefined : normalMac(found[1]);
}
