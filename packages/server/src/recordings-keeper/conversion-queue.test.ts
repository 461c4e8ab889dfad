import { expect, test, vi } from "vitest";
import { ConversionQueue } from "./conversion-queue.js";

/** A queue whose conversions end when the test says so. */
function held() {
  const begun: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const queue = new ConversionQueue(
    (file, format, signal) =>
      new Promise((resolve, reject) => {
        begun.push(file);
        signal.addEventListener("abort", () => reject(new Error("stopped")));
        ends.set(file, (error) => (error ? reject(error) : resolve(`${file}.${format}`)));
      }),
  );
  return { queue, begun, end: (file: string, error?: Error) => ends.get(file)?.(error) };
}

test("one at a time, people before rules, and a failure holds nobody up", async () => {
  const { queue, begun, end } = held();
  const first = queue.add("first", "opus", "rule");
  const rule = queue.add("rule", "opus", "rule");
  const person = queue.add("person", "mp3", "person");
  expect(begun).toEqual(["first"]);
  end("first", new Error("broken"));
  await expect(first).rejects.toThrow("broken");
  await vi.waitFor(() => expect(begun).toEqual(["first", "person"]));
  end("person");
  expect(await person).toBe("person.mp3");
  await vi.waitFor(() => expect(begun).toEqual(["first", "person", "rule"]));
  end("rule");
  expect(await rule).toBe("rule.opus");
});

test("who asks for the same gets the same answer, and the file is busy until then", async () => {
  const { queue, begun, end } = held();
  const promise = queue.add("a/b", "opus", "rule");
  expect(queue.add("a/b", "opus", "person")).toBe(promise);
  expect([...queue.files]).toEqual(["a/b"]);
  end("a/b");
  await promise;
  await vi.waitFor(() => expect([...queue.files]).toEqual([]));
  void queue.add("a/b", "opus", "rule");
  await vi.waitFor(() => expect(begun).toEqual(["a/b", "a/b"]));
});

test("closing ends the one at work and refuses those that wait", async () => {
  const { queue, begun } = held();
  const both = [queue.add("a", "opus", "rule"), queue.add("b", "opus", "person")];
  const settled = Promise.allSettled(both);
  await queue.close();
  expect((await settled).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(begun).toEqual(["a"]);
});
