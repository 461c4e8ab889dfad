import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Event } from "./index.js";

const MESSAGE = {
  "Event-Name": "CUSTOM",
  "Core-UUID": "8b192020-7368-4498-9b11-cbe10f48a784",
  "FreeSWITCH-IPv6": "::1",
  "Event-Sequence": 11027,
  "Event-Subclass": "SMS::SEND_MESSAGE",
  to: 'internal/"odd&name\'s<thing>"@example.org',
  subject: "None",
  "Content-Length": 19,
  _body: '"Grüße" & <others>\'',
};

test("has the three priorities", () => {
  expect(Event.PRIORITY).toEqual({ LOW: "LOW", NORMAL: "NORMAL", HIGH: "HIGH" });
});

test("is empty without arguments", () => {
  const event = new Event();
  expect([event.getType(), event.type, event.getBody()]).toEqual(["", "", ""]);
  expect(event.getHeader("Event-Name")).toBeNull();
  expect(event.headers).toEqual([]);
  expect(event.hPtr).toBeNull();
});

test("is built from a type and a subclass", () => {
  const event = new Event("CUSTOM", "a::b");
  expect([event.type, event.subclass]).toEqual(["CUSTOM", "a::b"]);
  expect([event.getHeader("Event-Name"), event.getHeader("Event-Subclass")]).toEqual([
    "CUSTOM",
    "a::b",
  ]);
  expect(new Event("HEARTBEAT").headers).toEqual([{ name: "Event-Name", value: "HEARTBEAT" }]);
});

test("is built from headers, with the body among them or beside them", () => {
  const within = new Event({ ...MESSAGE });
  expect([within.type, within.subclass]).toEqual(["CUSTOM", "SMS::SEND_MESSAGE"]);
  expect(within.getBody()).toBe(MESSAGE._body);
  expect(within.getHeader("_body")).toBeNull();
  const beside = new Event({ "Reply-Text": "+OK", _body: "not this" }, "but this");
  expect(beside.getBody()).toBe("but this");
});

test("plain text is headers with the length of the body last, an empty line and the body", () => {
  const event = new Event("CUSTOM", "a::b");
  event.addBody("bödy");
  expect(event.serialize()).toBe(
    "Event-Name: CUSTOM\nEvent-Subclass: a::b\nContent-Length: 5\n\nbödy",
  );
  expect(event.serialize("plain")).toBe(event.serialize());
  expect(event.getHeader("Content-Length")).toBe(5);
});

test("json is an indented object with the body as _body", () => {
  const event = new Event({ ...MESSAGE });
  const { _body, ...headers } = MESSAGE;
  const length = Buffer.byteLength(_body);
  const expected = { ...headers, "Content-Length": length, _body };
  expect(event.serialize("json")).toBe(JSON.stringify(expected, null, 2));
});

test("xml escapes header values and body, and counts the escaped bytes", () => {
  const text = new Event({ ...MESSAGE }).serialize("xml");
  const body = "&quot;Grüße&quot; &amp; &lt;others&gt;&apos;";
  expect(text.startsWith("<event>\n  <headers>\n    <Event-Name>CUSTOM</Event-Name>\n")).toBe(true);
  expect(text).toContain(
    "    <to>internal/&quot;odd&amp;name&apos;s&lt;thing&gt;&quot;@example.org</to>\n",
  );
  expect(text).toContain(`    <Content-Length>${Buffer.byteLength(body)}</Content-Length>\n`);
  expect(text.endsWith(`  </headers>\n  <body>${body}</body>\n</event>`)).toBe(true);
});

test("a line end in a value or a name cannot start another header", () => {
  const event = new Event("X");
  event.addHeader("a\nInjected: 1", "b\r\nInjected: 2");
  expect(event.serialize()).toBe(
    "Event-Name: X\na%0AInjected: 1: b%0D%0AInjected: 2\nContent-Length: 0\n",
  );
  event.addHeader("<x>", "1");
  expect(event.serialize("xml")).toContain("<_x_>1</_x_>");
});

test("setPriority sets the header", () => {
  const event = new Event("X");
  event.setPriority(Event.PRIORITY.HIGH);
  expect(event.getHeader("priority")).toBe("HIGH");
});

test("getHeader prefers the very name and finds others whatever their case", () => {
  const event = new Event({ Subject: "1", subject: "2", "Caller-ID": "3" });
  expect([event.getHeader("Subject"), event.getHeader("subject")]).toEqual(["1", "2"]);
  expect(event.getHeader("caller-id")).toBe("3");
  expect(event.getHeader("none")).toBeNull();
});

test("addHeader adds or overwrites, delHeader removes and forgives what is not there", () => {
  const event = new Event("X");
  event.addHeader("subject", "None");
  event.addHeader("subject", "Some");
  expect(event.headers.filter(({ name }) => name === "subject")).toEqual([
    { name: "subject", value: "Some" },
  ]);
  event.delHeader("subject");
  event.delHeader("subject");
  expect(event.getHeader("subject")).toBeNull();
  event.addHeader("Event-Name", "Y");
  expect(event.getType()).toBe("Y");
});

test("addBody appends", () => {
  const event = new Event({ _body: "a" });
  event.addBody("b");
  event.addBody("c");
  expect(event.getBody()).toBe("abc");
});

test("firstHeader and nextHeader walk over the names and answer null outside", () => {
  const event = new Event({ a: "1", b: "2" });
  expect(event.nextHeader()).toBeNull();
  expect([event.firstHeader(), event.hPtr]).toEqual(["a", 0]);
  expect([event.nextHeader(), event.hPtr]).toEqual(["b", 1]);
  expect([event.nextHeader(), event.nextHeader()]).toEqual([null, null]);
  expect(new Event().firstHeader()).toBeNull();
});

test("console.log shows what it holds", () => {
  const event = new Event({ "Event-Name": "X", a: "1" }, "text");
  expect(inspect(event)).toBe(inspect(event.toJSON()));
  expect(inspect(event)).toContain("name: 'a', value: '1'");
});

test("type and subclass may be assigned", () => {
  const event = new Event("CUSTOM", "a::b");
  event.type = "X";
  event.subclass = "c::d";
  expect([event.getType(), event.subclass, event.getHeader("Event-Name")]).toEqual([
    "X",
    "c::d",
    "CUSTOM",
  ]);
});
