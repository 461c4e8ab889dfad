import type { ServerMessageV2 } from "@parley/protocol/client";

const ANSWER_MS = 10_000;

export type FeedAnswer = Extract<ServerMessageV2, { type: "answer" }>;

/** The server did not answer, or the connection was lost before it did. */
export class NoAnswerError extends Error {
  constructor(
    /** Whether it was sent at all; whether what was sent had its effect is not known. */
    readonly sent: boolean,
  ) {
    super(sent ? "The server did not answer" : "The server cannot be reached");
    this.name = "NoAnswerError";
  }
}

interface Waiting {
  readonly timer: ReturnType<typeof setTimeout>;
  resolve(answer: FeedAnswer): void;
  reject(error: NoAnswerError): void;
}

/** Questions that were sent and not answered yet. */
export class Answers {
  readonly #waiting = new Map<string, Waiting>();
  #serial = 0;

  /** Sends by `send` and waits. @throws NoAnswerError after ten seconds, or when everything fails. */
  ask(send: (id: string) => void): Promise<FeedAnswer> {
    this.#serial += 1;
    const id = String(this.#serial);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new NoAnswerError(true));
      }, ANSWER_MS);
      this.#waiting.set(id, { timer, resolve, reject });
      send(id);
    });
  }

  settle(answer: FeedAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    waiting.resolve(answer);
  }

  /** The connection that would have brought the answers is gone. */
  fail(): void {
    for (const { timer, reject } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new NoAnswerError(true));
    }
    this.#waiting.clear();
  }
}
