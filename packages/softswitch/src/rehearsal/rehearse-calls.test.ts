import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { expect, test, vi } from "vitest";
import { rehearseCalls } from "./rehearse-calls.js";

const folders = (): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith("parley-rehearsal-"));

const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => /^(UDP|TCP|Pipe)/.test(name)).length;

test("a rehearsal goes to its end and leaves neither folders nor sockets nor timers", async () => {
  const [before, open] = [folders(), sockets()];
  const spoken = vi.spyOn(console, "error");
  expect(await rehearseCalls()).toBe(20);
  expect(folders()).toEqual(before);
  await vi.waitFor(() => expect(sockets()).toBeLessThanOrEqual(open));
  expect(spoken).not.toHaveBeenCalled();
});
