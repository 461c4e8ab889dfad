import fc from "fast-check";
import { expect, test } from "vitest";
import type { EslEvent } from "../events/event.js";
import { Headers } from "../events/headers.js";
import { FrameDecoder } from "../framing/frame-decoder.js";
import { encodeEvent } from "../switch/encode-event.js";
import { urlEncode } from "../switch/url-encode.js";
import { EVENT_FORMATS, type EventFormat } from "../types.js";
import { decodeEvent } from "./decode-event.js";
import { decodeReplyEvent } from "./reply-event.js";
import { urlDecode } from "./url-decode.js";

type Entry = [string, string];

/** What the switch's own coding cannot carry: text that looks encoded already, its word for nothing, and array marks. */
const isFaithful = (value: string) => !/%[0-9A-F]{2}|^_undef_$|^ARRAY::|\|:/.test(value);
const text = fc.string({ unit: "binary", maxLength: 40 }).filter(isFaithful);
const awkward = fc.constantFrom(
  "50% off",
  "a: b: c",
  "ä&<>\"'ö",
  "\r\n\n",
  "🎧",
  "%",
  "%2",
  "%zz",
  "+49 30",
  "",
);
const single = fc.oneof(text, awkward);
const array = fc
  .array(single, { minLength: 2, maxLength: 4 })
  .map((values) => `ARRAY::${values.join("|:")}`);
const name = fc
  .stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,15}$/)
  .filter((value) => value !== "_body");
const entry: fc.Arbitrary<Entry> = fc.tuple(
  name,
  fc.oneof({ weight: 4, arbitrary: single }, { weight: 1, arbitrary: array }),
);
const headers = fc
  .array(entry, { maxLength: 12 })
  // Neighbours of one name are an array in xml.
  .filter((list) => list.every(([value], index) => value !== list[index - 1]?.[0]));
const body = fc.option(
  fc.oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 200 }),
    fc.constantFrom("a\n", "\n", "x\n  ", "<![CDATA[x]]>", "&amp;", "a\r\nb"),
  ),
  {
    nil: undefined,
  },
);

function roundTrip(
  list: readonly Entry[],
  content: string | undefined,
  format: EventFormat,
): EslEvent {
  const decoder = new FrameDecoder();
  decoder.push(encodeEvent(list, content, format));
  const frame = decoder.next();
  if (frame === undefined || decoder.next() !== undefined) throw new Error("not one frame");
  return decodeEvent(frame);
}

test.each(EVENT_FORMATS)("decode(encode(x)) is x in %s", (format) => {
  fc.assert(
    fc.property(headers, body, (list, content) => {
      const event = roundTrip(list, content, format);
      expect([...event.headers.entries()]).toEqual(list);
      expect(event.body).toBe(content);
      expect(event.undecodable).toEqual([]);
      for (const [key] of list) {
        const last = list.findLast(([other]) => other.toLowerCase() === key.toLowerCase());
        expect(event.get(key.toUpperCase())).toBe(last?.[1]);
        expect(event.headers.has(key)).toBe(true);
      }
      expect(event.get("No-Such-Header")).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test("a value survives URL coding unless it looked encoded before", () => {
  fc.assert(
    fc.property(single, (value) => {
      expect(urlDecode(urlEncode(value))).toEqual({ text: value, lossy: false });
      expect(urlEncode(value)).toMatch(/^[!$'()*,\-./0-9A-Z_a-z~%]*$/);
    }),
  );
});

test("URL coding is the switch's own: upper-case hex, blanks as %20, no double encoding", () => {
  expect(urlEncode("a b+c:ö~")).toBe("a%20b%2Bc%3A%C3%B6~");
  expect(urlEncode("50% off")).toBe("50%25%20off");
  expect(urlEncode("50%25")).toBe("50%25");
  expect(urlDecode("a+b%20c")).toEqual({ text: "a+b c", lossy: false });
});

test("decoding URL coding never throws and marks what it lost", () => {
  expect(urlDecode("50% off")).toEqual({ text: "50% off", lossy: false });
  expect(urlDecode("%ZZ %4 %41 %")).toEqual({ text: "%ZZ %4 A %", lossy: false });
  expect(urlDecode("Z%FCrich")).toEqual({ text: "Z\ufffdrich", lossy: true });
  expect(urlDecode("%ED%A0%80").lossy).toBe(true);
  expect(urlDecode("%EF%BF%BD")).toEqual({ text: "\ufffd", lossy: false });
  expect(urlDecode("%EF%BF%BD 50%")).toEqual({ text: "\ufffd 50%", lossy: false });
});

test("events are encoded byte for byte as the switch writes them", () => {
  const list: Entry[] = [
    ["Event-Subclass", "a::b"],
    ["Event-Name", "CUSTOM"],
    ["Name", "Zoë & <Co>"],
    ["Empty", ""],
    ["Many", "ARRAY::a b|:c"],
    ["One", "ARRAY::a"],
  ];
  expect(encodeEvent(list, "Grüße\n", "plain").toString()).toBe(
    "Content-Length: 155\nContent-Type: text/event-plain\n\n" +
      "Event-Subclass: a%3A%3Ab\nEvent-Name: CUSTOM\nName: Zo%C3%AB%20%26%20%3CCo%3E\nEmpty: _undef_\n" +
      "Many: ARRAY%3A%3Aa%20b%7C%3Ac\nOne: a\nContent-Length: 8\n\nGrüße\n",
  );
  expect(encodeEvent(list, "Grüße\n", "json").toString()).toContain(
    '{"Event-Subclass":"a::b","Event-Name":"CUSTOM","Name":"Zoë & <Co>","Empty":"","Many":["a b","c"],"One":["a"],"Content-Length":"8","_body":"Grüße\\n"}',
  );
  expect(encodeEvent(list, "Grüße\n", "xml").toString()).toContain(
    "<event>\n  <headers>\n    <Event-Subclass>a%3A%3Ab</Event-Subclass>\n    <Event-Name>CUSTOM</Event-Name>\n" +
      "    <Name>Zo%C3%AB%20%26%20%3CCo%3E</Name>\n    <Empty></Empty>\n    <Many>a%20b</Many>\n    <Many>c</Many>\n    <One>a</One>\n" +
      "  </headers>\n  <Content-Length>8</Content-Length>\n  <body>Gr&#xFC;&#xDF;e\n  </body>\n</event>\n",
  );
});

test("an event without headers or body is still a frame", () => {
  for (const format of EVENT_FORMATS) {
    const event = roundTrip([], undefined, format);
    expect([event.name, event.subclass, event.sequence, event.coreUuid, event.body]).toEqual([
      "",
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  }
});

test.each<[EventFormat, string]>([
  ["plain", "A\nB"],
  ["plain", "A:"],
  ["json", ""],
  ["xml", "A><B"],
  ["xml", "A B"],
])("a header name that would break %s is refused: %j", (format, bad) => {
  expect(() => encodeEvent([[bad, "x"]], undefined, format)).toThrow(
    expect.objectContaining({ field: "headers" }),
  );
});

const payloadEvent = (type: string, payload: string | Buffer) =>
  decodeEvent({ contentType: `text/event-${type}`, body: Buffer.from(payload as string) });

test("row 27: repeated names are all kept, and get answers the last, in whatever case", () => {
  for (const [type, payload] of [
    ["plain", "X-A: 1\nB: 2\nx-a: 3\n\n"],
    ["json", '{"X-A":"1","B":"2","x-a":"3"}'],
    ["xml", "<event>\n<headers>\n<X-A>1</X-A>\n<B>2</B>\n<x-a>3</x-a>\n</headers>\n</event>\n"],
  ] as const) {
    const event = payloadEvent(type, payload);
    expect(event.get("X-a")).toBe("3");
    expect(event.getAll("X-A")).toEqual(["1", "3"]);
    expect(event.headers.size).toBe(3);
  }
});

test("a name inside a value, or a part of a name, is not found as a header", () => {
  const event = payloadEvent("plain", "Not-Event-Name: a%0AEvent-Name%3A b\nX: Core-UUID: y\n\n");
  expect(event.get("Event-Name")).toBeUndefined();
  expect(event.get("Core-UUID")).toBeUndefined();
  expect(event.get("X: Core-UUID")).toBeUndefined();
  const json = payloadEvent(
    "json",
    '{"variable_x\\"Event-Name":"forged","A":"\\"Event-Name\\":\\"also\\""}',
  );
  expect(json.get("Event-Name")).toBeUndefined();
  expect(json.get('variable_x"Event-Name')).toBe("forged");
});

test.each([
  ["json", '{"":"x","a":"b"}'],
  ["xml", "<event><headers><>x</><a>b</a></headers></event>"],
])("in damaged %s even a header without a name is found under the one it has", (format, text) => {
  const { headers } = decodeEvent({
    contentType: `text/event-${format}`,
    body: Buffer.from(text),
  });
  expect(headers.entries()).toEqual([
    ["", "x"],
    ["a", "b"],
  ]);
  expect([headers.get(""), headers.has(""), headers.get("b")]).toEqual(["x", true, undefined]);
});

test("names beyond ASCII are found", () => {
  for (const format of EVENT_FORMATS)
    expect(roundTrip([["Größe", "1"]], undefined, format).get("größe")).toBe("1");
});

test.each([
  ["plain", "Event-Name: X"],
  ["plain", "Event-Name: X\nContent-Length: 50\n\nshort"],
  ["json", '{"Event-Name":"X","Cut":"va'],
  ["json", '{"Event-Name":"X",'],
  ["json", "nonsense"],
  ["json", ""],
  ["xml", "<event>\n<headers>\n<Event-Name>X</Event-Name>\n<Cut>va"],
  ["xml", "nonsense"],
])("a damaged %s payload gives what can be read and says so: %j", (type, payload) => {
  const event = payloadEvent(type, payload);
  if (payload.includes("X")) expect(event.name).toBe("X");
  expect(event.undecodable).toContain("(payload)");
});

test("bytes that are no UTF-8 are marked by the name of what holds them", () => {
  const bad = (before: string, after: string) =>
    Buffer.concat([Buffer.from(before), Buffer.from([0xff]), Buffer.from(after)]);
  expect(payloadEvent("json", bad('{"Good":"ä","Bad":"', '","_body":"x"}')).undecodable).toEqual([
    "Bad",
  ]);
  expect(payloadEvent("json", bad('{"Good":"ä","_body":"', '"}')).undecodable).toEqual(["_body"]);
  expect(payloadEvent("plain", bad("Good: %C3%A4\nContent-Length: 1\n\n", "")).undecodable).toEqual(
    ["_body"],
  );
  expect(payloadEvent("plain", bad("Good: a\nBad: ", "\n\n")).undecodable).toEqual(["Bad"]);
});

test("JSON that a gateway wrote with blanks, numbers and nesting is read as far as it means something", () => {
  const event = payloadEvent(
    "json",
    ' { "Event-Name" : "X" , "N" : 5 , "O" : {"a":["}"]} , "T" : true , "E":[] } ',
  );
  expect([...event.headers.entries()]).toEqual([
    ["Event-Name", "X"],
    ["N", "5"],
    ["O", '{"a":["}"]}'],
    ["T", "true"],
    ["E", "ARRAY::"],
  ]);
});

test("an xml body that the switch has shortened is marked, and its indentation is none of it", () => {
  const xml = (length: number, body: string) =>
    `<event>\n  <headers>\n    <A>1</A>\n  </headers>\n  <Content-Length>${length}</Content-Length>\n  <body>${body}</body>\n</event>\n`;
  const shortened = payloadEvent("xml", xml(10, '\u001b&lt;&amp;"\\\n  '));
  expect(shortened.body).toBe('\u001b<&"\\\n');
  expect(shortened.undecodable).toEqual(["_body"]);
  const whole = payloadEvent("xml", xml(6, '\u001b&lt;&amp;"\\\n  '));
  expect(whole.body).toBe('\u001b<&"\\\n');
  expect(whole.undecodable).toEqual([]);
});

test("an xml body keeps what stands behind a raw <! and its own closing tag", () => {
  const body = "a &amp; <![CDATA[&amp; </body> ]]>";
  const xml = `<event>\n  <headers>\n    <A>1</A>\n  </headers>\n  <body>${body}</body>\n</event>\n`;
  expect(payloadEvent("xml", xml).body).toBe("a & <![CDATA[&amp; </body> ]]>");
});

test("the reply to connect is an event whose values are URL-coded", () => {
  const decoder = new FrameDecoder();
  decoder.push(
    Buffer.from(
      "Event-Name: CHANNEL_DATA\nCaller-Caller-ID-Name: Zo%C3%AB\nContent-Type: command/reply\nReply-Text: %2BOK%0A\nControl: full\n\n",
    ),
  );
  const frame = decoder.next()!;
  expect(frame.contentType).toBe("command/reply");
  const event = decodeReplyEvent(frame);
  expect(event.name).toBe("CHANNEL_DATA");
  expect(event.get("Reply-Text")).toBe("+OK\n");
  expect(event.get("Caller-Caller-ID-Name")).toBe("Zoë");
});

test("headers made from pairs behave like decoded ones", () => {
  const made = Headers.from([
    ["A", "1"],
    ["b", "ARRAY::x|:y"],
    ["a", "2"],
  ]);
  expect(made.get("A")).toBe("2");
  expect(made.getAll("B")).toEqual(["x", "y"]);
  expect(made.getAll("a")).toEqual(["1", "2"]);
  expect(made.has("c")).toBe(false);
  expect([made.size, [...made]]).toEqual([
    3,
    [
      ["A", "1"],
      ["b", "ARRAY::x|:y"],
      ["a", "2"],
    ],
  ]);
});
