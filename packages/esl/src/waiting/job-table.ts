import type { EslError } from "../errors.js";
import { type Pending, pending, type Wait } from "./waiting.js";

/**
 * Background jobs by Job-UUID, and applications by theirs. A job is registered before its command is written, so its result
 * finds it even when it comes before the reply (event-socket.md 4.2: on another connection it may).
 */
export interface JobTable<T> {
  readonly size: number;
  register(id: string, wait: Wait): Promise<T>;
  /** Ids that nobody waits for (any more) are none of ours. */
  resolve(id: string, output: T): void;
  reject(id: string, error: EslError): void;
  /** The switch named the job otherwise than it was asked to. */
  rename(id: string, other: string): void;
  /** Results do not outlive the link: the subscription that would bring them is gone with it. */
  fail(toError: (label: string) => EslError): void;
}

export function jobTable<T>(onSettled: () => void): JobTable<T> {
  const jobs = new Map<string, { key: string; readonly job: Pending<T> }>();
  return {
    get size() {
      return jobs.size;
    },
    register(id, wait) {
      const job = pending<T>(wait, () => {
        jobs.delete(entry.key);
        onSettled();
      });
      const entry = { key: id, job };
      jobs.set(id, entry);
      return job.answer;
    },
    resolve(id, output) {
      jobs.get(id)?.job.resolve(output);
    },
    reject(id, error) {
      jobs.get(id)?.job.reject(error);
    },
    rename(id, other) {
      const entry = jobs.get(id);
      if (!entry || jobs.has(other)) return;
      jobs.delete(id);
      jobs.set(other, entry);
      entry.key = other;
    },
    fail(toError) {
      for (const { job } of [...jobs.values()]) job.reject(toError(job.label));
    },
  };
}
