import type { Controller } from "./controller.js";
import { createPhoneStore, type PhoneStore } from "./store.js";
import type { DialOptions } from "./types.js";

/** The first screen comes first; the phone's engine is fetched when the page has time, or is needed. */
const LATEST_MS = 2000;

/** The phone of the page: what it shows, and what one can ask of it. */
export interface Phone {
  readonly user: string;
  readonly store: PhoneStore;
  /** Signs in when the page has time; returns how to sign off. */
  run(): () => void;
  readonly dial: (number: string, name?: string, options?: DialOptions) => void;
  /** Asks something of it, now or when it is there. */
  readonly ask: (question: (controller: Controller) => unknown) => void;
}

export function createPhone(user: string): Phone {
  const store = createPhoneStore();
  let controller: Promise<Controller> | undefined;
  const load = () => {
    controller ??= import("./controller.js").then(
      ({ Controller }) => new Controller(user, store),
      (error: unknown) => {
        controller = undefined;
        store.setState({ status: { state: "failed", reason: "unreachable" } });
        throw error;
      },
    );
    return controller;
  };
  const ask: Phone["ask"] = (question) => void load().then(question, () => undefined);
  return {
    user,
    store,
    ask,
    run: () => {
      const cancel = whenIdle(() => ask(() => undefined));
      return () => {
        cancel();
        void controller?.then((running) => running.stop());
        controller = undefined;
      };
    },
    dial: (number, name, options) => ask(({ desk }) => desk.dial(number, name, options)),
  };
}

function whenIdle(act: () => void): () => void {
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(act, LATEST_MS / 4);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(act, { timeout: LATEST_MS });
  return () => cancelIdleCallback(handle);
}
