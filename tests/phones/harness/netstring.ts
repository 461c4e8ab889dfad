/** Frames of `length:bytes,` as baresip's control socket speaks them. */
export function netstring(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(",")]);
}

/** Takes complete frames off the front of a buffer; gives them and what is left. */
export function readNetstrings(buffer: Buffer): { texts: string[]; rest: Buffer } {
  const texts: string[] = [];
  let rest = buffer;
  for (;;) {
    const colon = rest.indexOf(":");
    if (colon < 0) return { texts, rest };
    const end = colon + 1 + Number(rest.toString("latin1", 0, colon));
    if (rest.length < end + 1) return { texts, rest };
    texts.push(rest.toString("utf8", colon + 1, end));
    rest = rest.subarray(end + 1);
  }
}
