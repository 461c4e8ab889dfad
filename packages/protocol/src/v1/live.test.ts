import { expect, test } from "vitest";
import { readCaptureLines } from "../../../../tests/_util/captures.js";
import { ClientMessageV1, ServerMessageV1 } from "./live.js";

const lines = readCaptureLines("14-connector-websocket");

test("every message the ancestor sent fits the schema, key for key", () => {
  const received = lines.filter((line) => line["received"] !== undefined);
  expect(received.length).toBeGreaterThan(80);
  for (const line of received)
    expect(ServerMessageV1.parse(line["received"])).toEqual(line["received"]);
});

test("every request of its clients is accepted or refused as it was then", () => {
  for (const line of lines.filter((each) => each["sent"] !== undefined)) {
    const bad = line["t"] === 28274;
    expect(ClientMessageV1.safeParse(line["sent"]).success, JSON.stringify(line)).toBe(!bad);
  }
});
