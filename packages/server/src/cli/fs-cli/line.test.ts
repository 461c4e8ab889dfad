import type { SubscriptionInput } from "@parley/esl";
import { expect, test } from "vitest";
import { createPalette, wantsColour } from "./colours.js";
import { parseLine } from "./line.js";
import { nextWish } from "./wish.js";

test("what does not start with a slash goes to the switch as it is", () => {
  expect(parseLine("  conference list  ")).toEqual({ do: "api", command: "conference list" });
  expect(parseLine("")).toEqual({ do: "nothing" });
  expect(parseLine("...")).toEqual({ do: "exit" });
});

test("/event takes a format, names in any case, and subclasses behind CUSTOM as they are", () => {
  expect(parseLine("/event json channel_answer CUSTOM sofia::register")).toEqual({
    do: "event",
    format: "json",
    events: ["CHANNEL_ANSWER"],
    subclasses: ["sofia::register"],
  });
});

test("an incomplete or unknown command says what is missing instead of being sent", () => {
  for (const line of ["/event", "/event json", "/filter Unique-ID", "/bgapi", "/nosuch"])
    expect(parseLine(line)).toMatchObject({ do: "complain" });
});

test("wishes add up, and /noevents takes the events but not the filters", () => {
  const wishes: SubscriptionInput[] = [];
  for (const line of ["/event HEARTBEAT", "/event API", "/filter Unique-ID 1 2", "/noevents"])
    wishes.push(nextWish(wishes.at(-1) ?? {}, parseLine(line)) ?? {});
  expect(wishes[1]).toMatchObject({ events: ["HEARTBEAT", "API"] });
  expect(wishes[3]).toMatchObject({
    events: [],
    filters: [{ header: "Unique-ID", value: "1 2" }],
  });
  expect(nextWish(wishes[3] ?? {}, parseLine("/filter delete unique-id"))?.filters).toEqual([]);
});

test("colours are for terminals only, and not for those who set NO_COLOR", () => {
  expect(wantsColour(true, {})).toBe(true);
  expect(wantsColour(false, {})).toBe(false);
  expect(wantsColour(true, { NO_COLOR: "1" })).toBe(false);
  expect(createPalette(false).log(3, "text")).toBe("text");
  expect(createPalette(true).log(3, "text")).toBe("\x1b[31mtext\x1b[0m");
});
