import { expect, test } from "vitest";
import { classicPair, heard } from "../../test/classic.js";
import type { Event } from "./index.js";

test("events are told under their name and the id of job, channel or core, in this order", async () => {
  const { conn, sw } = await classicPair();
  const names: (string | undefined)[] = [];
  conn.on("esl::event::**", () => names.push(conn.event));
  const all = { "Job-UUID": "j", "Unique-ID": "u", "Core-UUID": "c" };
  sw.peer.event({ "Event-Name": "A", ...all });
  sw.peer.event({ "Event-Name": "B", "Unique-ID": "u", "Core-UUID": "c" });
  sw.peer.event({ "Event-Name": "C", "Core-UUID": "c" });
  sw.peer.event({ "Event-Name": "D" });
  sw.peer.write("Content-Type: text/other\nContent-Length: 2\n\nhi");
  await heard(conn, "esl::event::raw::text/other");
  expect(names).toEqual([
    "esl::event::A::j",
    "esl::event::B::u",
    "esl::event::C::c",
    "esl::event::D",
    "esl::event::raw::text/other",
  ]);
});

test.each(["plain", "json", "xml"] as const)(
  "%s events have their headers and body",
  async (format) => {
    const { conn, sw } = await classicPair();
    sw.peer.format = format;
    const headers = { "Event-Subclass": "a::b", "Event-Name": "CUSTOM", Name: "Zoë 50% <&>" };
    const arrival = heard(conn, "esl::event::CUSTOM");
    sw.peer.event(headers, "two\nlines, ä");
    const [event] = (await arrival) as [Event];
    expect([event.getType(), event.subclass]).toEqual(["CUSTOM", "a::b"]);
    expect(event.getHeader("name")).toBe("Zoë 50% <&>");
    expect([event.getBody(), event.getHeader("Content-Length")]).toEqual(["two\nlines, ä", 13]);
  },
);

test("lists are lists in json and xml, and the joined text in plain form", async () => {
  const { conn, sw } = await classicPair();
  const values: unknown[] = [];
  for (const format of ["plain", "json", "xml"] as const) {
    sw.peer.format = format;
    const arrival = heard(conn, "esl::event::X");
    sw.peer.event({ "Event-Name": "X", list: "ARRAY::a|:b" });
    values.push(((await arrival)[0] as Event).getHeader("list"));
  }
  expect(values).toEqual(["ARRAY::a|:b", ["a", "b"], ["a", "b"]]);
});

test("log lines are told under the documented name and the one of version 1", async () => {
  const { conn, sw } = await classicPair();
  const both = Promise.all([
    heard(conn, "esl::event::log::data"),
    heard(conn, "esl::event::logdata"),
  ]);
  sw.peer.write("Content-Type: log/data\nContent-Length: 3\nLog-Level: 7\n\nhey");
  for (const [event] of (await both) as unknown as [Event][]) expect(event.getBody()).toBe("hey");
});
