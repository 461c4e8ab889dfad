import type { EslError } from "./errors.js";
import { type Wait, watchWait } from "./watch-wait.js";

interface Job<T> {
  readonly label: string;
  resolve(output: T): void;
  reject(error: EslError): void;
  release(): void;
}

/**
 * Background jobs by Job-UUID, and applications by theirs. A job is registered before its command is written, so its result finds it even when it
 * comes before the reply (event-socket.md 4.2: on another connection it may).
 */
export class JobTable<T = string> {
  readonly #jobs = new Map<string, Job<T>>();
  readonly #onSettled: () => void;

  constructor(onSettled: () => void = () => {}) {
    this.#onSettled = onSettled;
  }

  get size(): number {
    return this.#jobs.size;
  }

  register(id: string, request: Wait): Promise<T> {
    const { label } = request;
    return new Promise((resolve, reject) => {
      const release = watchWait(request, (error) => this.reject(id, error));
      this.#jobs.set(id, { label, resolve, reject, release });
    });
  }

  /** False when nobody waits for that job (any more). */
  resolve(id: string, output: T): boolean {
    const job = this.#remove(id);
    job?.resolve(output);
    return job !== undefined;
  }

  reject(id: string, error: EslError): void {
    this.#remove(id)?.reject(error);
  }

  /** The switch named the job otherwise than it was asked to. */
  rename(id: string, other: string): void {
    const job = this.#jobs.get(id);
    if (job === undefined || id === other || this.#jobs.has(other)) return;
    this.#jobs.delete(id);
    this.#jobs.set(other, job);
  }

  /** Results do not outlive the link: the subscription that would bring them is gone with it. */
  fail(toError: (label: string) => EslError): void {
    for (const [id, { label }] of [...this.#jobs]) this.reject(id, toError(label));
  }

  #remove(id: string): Job<T> | undefined {
    const job = this.#jobs.get(id);
    if (job === undefined) return undefined;
    this.#jobs.delete(id);
    job.release();
    this.#onSettled();
    return job;
  }
}
