// The decoders that the benchmark compares. Each takes reads and calls `onEvent(get, each)` per event: `get(name)`
// answers one value, `each(visit)` shows all of them.
import { decodeEvent, FrameDecoder } from "../../packages/esl/dist/codec/index.js";

export function parley(reads, onEvent) {
  const decoder = new FrameDecoder();
  for (const read of reads) {
    decoder.push(read);
    for (let frame = decoder.next(); frame; frame = decoder.next()) {
      const event = decodeEvent(frame);
      onEvent(
        (name) => event.get(name),
        (visit) => {
          for (const [name, value] of event.headers) visit(name, value);
        },
      );
    }
  }
}

/** The least that answers right values: one search per line, decoding only where a % stands. */
export function raw(reads, onEvent) {
  let rest = Buffer.alloc(0);
  for (const read of reads) {
    const all = rest.length === 0 ? read : Buffer.concat([rest, read]);
    let at = 0;
    for (;;) {
      const blank = all.indexOf("\n\n", at);
      if (blank < 0) break;
      const outer = all.toString("latin1", at, blank);
      const length = Number(/Content-Length: (\d+)/.exec(outer)[1]);
      if (blank + 2 + length > all.length) break;
      const body = all.toString("utf8", blank + 2, blank + 2 + length);
      const values = outer.endsWith("json") ? JSON.parse(body) : rawHeaders(body);
      onEvent(
        (name) => values[name],
        (visit) => {
          for (const name in values) visit(name, values[name]);
        },
      );
      at = blank + 2 + length;
    }
    rest = all.subarray(at);
  }
}

function rawHeaders(text) {
  const values = {};
  let start = 0;
  for (let end = text.indexOf("\n"); end > start; end = text.indexOf("\n", start)) {
    const colon = text.indexOf(": ", start);
    const value = text.slice(colon + 2, end);
    values[text.slice(start, colon)] = value.includes("%") ? decodeURIComponent(value) : value;
    start = end + 1;
  }
  return values;
}
