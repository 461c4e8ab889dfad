import { expect, test } from "vitest";
import { type CallEvent, type Calls, happened } from "./calls.js";
import { dialNumber } from "./dial-number.js";
import { troubleOf } from "./media.js";
import { ringFor } from "./ring.js";

test.each([
  ["30000", "30000"],
  [" +49 (30) 123/45 ", "+493012345"],
  ["*98#", "*98#"],
  ["zoë", "zoë"],
  ["", undefined],
  ["   ", undefined],
  ["a@b", undefined],
  ["1;transport=udp", undefined],
  ["1\r\nX: y", undefined],
  ["<1>", undefined],
  ["9".repeat(65), undefined],
])("%j is dialled as %j", (typed, number) => {
  expect(dialNumber(typed)).toBe(number);
});

const named = (name: string) => Object.assign(new Error(name), { name });

test.each([
  ["NotAllowedError", "microphone denied"],
  ["NotFoundError", "no microphone"],
  ["NotReadableError", "microphone in use"],
])("%s means %s", (name, trouble) => {
  expect(troubleOf("microphone", named(name))).toBe(trouble);
});

const came: CallEvent = {
  ...{ type: "came", id: "i", at: 1, number: "1", name: "", offersVideo: false },
};
const out: CallEvent[] = [
  { ...{ type: "dialled", id: "o", at: 1, number: "2", name: "" }, video: false, listening: false },
  { type: "sent", id: "o" },
];
const ring = (...events: CallEvent[]) => ringFor(events.reduce<Calls>(happened, []));

test("somebody who calls is heard, softly while one speaks", () => {
  expect(ring()).toBeUndefined();
  expect(ring(came)).toBe("incoming");
  expect(ring(...out, { type: "answered", id: "o", at: 2 }, came)).toBe("waiting");
  expect(ring(came, { type: "answered", id: "i", at: 2 })).toBeUndefined();
});

test("one hears the other phone ring unless the switch plays something itself", () => {
  expect(ring(...out)).toBeUndefined();
  expect(ring(...out, { type: "rang", id: "o", early: false })).toBe("ringback");
  expect(ring(...out, { type: "rang", id: "o", early: true })).toBeUndefined();
});
