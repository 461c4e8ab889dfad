import { expect, test } from "vitest";
import { FiredEvent } from "../core/event.js";
import type { SwitchEvent } from "../core/index.js";
import { parseEventWords, Subscription } from "./subscription.js";

const event = (name: string, subclass?: string): SwitchEvent =>
  new FiredEvent(name, subclass, 1, [], undefined);

function subscribed(...lines: string[]): Subscription {
  const subscription = new Subscription();
  for (const line of lines) {
    if (line.startsWith("nix ")) subscription.remove(parseEventWords(line.slice(4)));
    else subscription.add(parseEventWords(line));
  }
  return subscription;
}

test("nothing is wanted before the first event command", () => {
  expect(subscribed().wants(event("HEARTBEAT"))).toBe(false);
});

test("names are known without regard to case and with the prefix of the sources", () => {
  const subscription = subscribed("plain heartbeat SWITCH_EVENT_API");
  expect(subscription.wants(event("HEARTBEAT"))).toBe(true);
  expect(subscription.wants(event("API"))).toBe(true);
  expect(subscription.wants(event("DTMF"))).toBe(false);
});

test("every word after CUSTOM is a subclass, even the name of an event", () => {
  const subscription = subscribed("plain CUSTOM a::b HEARTBEAT");
  expect(subscription.wants(event("CUSTOM", "a::b"))).toBe(true);
  expect(subscription.wants(event("CUSTOM", "A::B"))).toBe(false);
  expect(subscription.wants(event("HEARTBEAT"))).toBe(false);
});

test("CUSTOM alone brings no event that has a subclass", () => {
  const subscription = subscribed("plain CUSTOM");
  expect(subscription.wants(event("CUSTOM", "a::b"))).toBe(false);
  expect(subscription.wants(event("CUSTOM"))).toBe(true);
});

test("ALL brings subclasses nobody has heard of", () => {
  expect(subscribed("json ALL").wants(event("CUSTOM", "new::thing"))).toBe(true);
});

test("taking one name away from ALL leaves the others and only reserved subclasses", () => {
  const subscription = subscribed("plain ALL", "nix HEARTBEAT");
  expect(subscription.wants(event("HEARTBEAT"))).toBe(false);
  expect(subscription.wants(event("DTMF"))).toBe(true);
  expect(subscription.wants(event("CUSTOM", "conference::maintenance"))).toBe(true);
  expect(subscription.wants(event("CUSTOM", "new::thing"))).toBe(false);
});

test("nixevent of a subclass leaves the other subclasses", () => {
  const subscription = subscribed("plain CUSTOM a::b c::d", "nix CUSTOM a::b");
  expect(subscription.wants(event("CUSTOM", "a::b"))).toBe(false);
  expect(subscription.wants(event("CUSTOM", "c::d"))).toBe(true);
});

test("nixevent of a subclass has no effect while ALL is set", () => {
  expect(subscribed("plain ALL", "nix CUSTOM a::b").wants(event("CUSTOM", "a::b"))).toBe(true);
});

test("the format stays until another is named, and changes even when no name is known", () => {
  const subscription = subscribed("json API", "HEARTBEAT");
  expect(subscription.format).toBe("json");
  expect(subscription.add(parseEventWords("xml NO_SUCH"))).toBe(false);
  expect(subscription.format).toBe("xml");
});
