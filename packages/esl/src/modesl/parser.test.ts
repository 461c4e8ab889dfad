import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeEvent } from "../switch/encode-event.js";
import { type Event, Parser } from "./index.js";

const HEADERS = [
  ["Event-Name", "CUSTOM"],
  ["Event-Subclass", "SMS::SEND_MESSAGE"],
  ["to", 'internal/"odd&name\'s<thing>"@example.org'],
] as const;
const BODY = '"Grüße" & <others>\'\n\nnot a header: really';

const STREAMS: Record<string, Buffer> = {
  unframed: Buffer.from(
    `Event-Name: CUSTOM\nEvent-Subclass: SMS::SEND_MESSAGE\nto: ${HEADERS[2][1]}\nContent-Length: ${Buffer.byteLength(BODY)}\n\n${BODY}`,
  ),
  plain: encodeEvent(HEADERS, BODY, "plain"),
  json: encodeEvent(HEADERS, BODY, "json"),
  xml: encodeEvent(HEADERS, BODY, "xml"),
};

async function parse(chunks: readonly Buffer[]): Promise<Event[]> {
  const socket = new PassThrough();
  const events: Event[] = [];
  new Parser(socket).on("esl::event", (event) => events.push(event));
  for (const chunk of chunks) {
    socket.write(chunk);
    await setImmediate();
  }
  return events;
}

function lines(bytes: Buffer): Buffer[] {
  return bytes
    .toString("latin1")
    .split(/(?<=\n)/)
    .map((line) => Buffer.from(line, "latin1"));
}

test.each(Object.entries(STREAMS))(
  "reads %s events, at once, twice, and line by line",
  async (_name, bytes) => {
    const seen = [
      ...(await parse([bytes])),
      ...(await parse([Buffer.concat([bytes, bytes])])),
      ...(await parse(lines(bytes))),
    ];
    expect(seen).toHaveLength(4);
    for (const event of seen) {
      expect([event.getType(), event.getHeader("Event-Subclass")]).toEqual([
        "CUSTOM",
        "SMS::SEND_MESSAGE",
      ]);
      expect(event.getHeader("to")).toBe(HEADERS[2][1]);
      expect(event.getHeader("Content-Type")).toBeNull();
      expect(event.getBody()).toBe(BODY);
    }
  },
);

test("tells the end, also of a socket that fails", async () => {
  const socket = new PassThrough();
  const ended = new Promise<void>((resolve) => new Parser(socket).on("esl::end", () => resolve()));
  socket.destroy(new Error("cable cut"));
  await ended;
});

test("the socket stays its owner's; bytes that are no frames are an error and the end", () => {
  const source = new EventEmitter();
  const told: unknown[] = [];
  const parser = new Parser(source);
  parser.on("error", (error) => told.push(error.name));
  parser.on("esl::end", () => told.push("end"));
  source.emit("data", Buffer.from("Content-Length: -1\n\n"));
  source.emit("end");
  expect(told).toEqual(["ProtocolError", "end"]);
});
