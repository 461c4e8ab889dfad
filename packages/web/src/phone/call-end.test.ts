import { expect, test } from "vitest";
import { callEnd, type EndFacts } from "./call-end.js";

const out: EndFacts = { cause: "x", originator: "remote", incoming: false, answered: false };
const into: EndFacts = { ...out, incoming: true };

test.each([
  [486, "busy"],
  [600, "busy"],
  [603, "declined"],
  [403, "declined"],
  [404, "not found"],
  [484, "not found"],
  [480, "unavailable"],
  [408, "no answer"],
  [488, "incompatible"],
  [500, "failed"],
])("a refusal with %i is told as %s", (status, end) => {
  expect(callEnd({ ...out, status })).toBe(end);
});

test("480 because nobody answered is told so", () => {
  const reason = 'Q.850;cause=19;text="NO_ANSWER"';
  expect(callEnd({ ...out, status: 480, reason })).toBe("no answer");
});

test("who hung up is known", () => {
  const facts = { ...out, cause: "Terminated", answered: true };
  expect(callEnd(facts)).toBe("remote hung up");
  expect(callEnd({ ...facts, originator: "local" })).toBe("hung up");
});

test("a call that its caller gave up is missed, unless another phone took it", () => {
  const facts = { ...into, cause: "Canceled" };
  expect(callEnd(facts)).toBe("missed");
  const reason = 'SIP;cause=200;text="Call completed elsewhere"';
  expect(callEnd({ ...facts, reason })).toBe("elsewhere");
});

test("what one refuses oneself is declined, what one gives up oneself is cancelled", () => {
  expect(callEnd({ ...into, originator: "local", cause: "Rejected" })).toBe("declined");
  expect(callEnd({ ...out, originator: "local", cause: "Canceled" })).toBe("cancelled");
});

test("a connection that breaks is the network's fault", () => {
  expect(callEnd({ ...out, originator: "system", cause: "Connection Error" })).toBe("network");
});
