import { Desk } from "./desk.js";
import { createJsSipEngine } from "./jssip-engine.js";
import { Line } from "./line.js";
import { takeLostCalls } from "./lost-calls.js";
import type { PhoneStore } from "./store.js";
import { watchCalls } from "./watch.js";

const OFF = "parley.phone.off";

/** Everything of the phone that the first load can do without. */
export class Controller {
  readonly desk: Desk;
  readonly #store: PhoneStore;
  readonly #line: Line;
  readonly #watch: ReturnType<typeof watchCalls>;

  constructor(user: string, store: PhoneStore) {
    this.#store = store;
    this.desk = new Desk(store, (withinMs) => this.#line.ready(withinMs));
    this.#line = new Line(createJsSipEngine, {
      onStatus: (status) => store.setState({ status }),
      onAccount: ({ echoTest }) => store.setState({ echoTest }),
      onIncoming: (call) => this.desk.incoming(call),
      onReconnected: () => void this.desk.recover(),
      idle: () => this.desk.idle(),
    });
    this.#watch = watchCalls(user, store, this.desk);
    store.setState({ lost: takeLostCalls(sessionStorage, user) });
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#comeBack);
    if (localStorage.getItem(OFF) === null) this.#line.start();
    else store.setState({ status: { state: "off", reason: "switched off" } });
  }

  /** Whether calls are to reach this browser; remembered. */
  switchOn(on: boolean): void {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
    if (on) this.#line.start();
    else this.#line.stop();
  }

  forgetLost(): void {
    this.#store.setState({ lost: [] });
  }

  forgetTrouble(): void {
    this.#store.setState({ trouble: undefined });
  }

  stop(): void {
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#comeBack);
    this.desk.endAll();
    this.#line.stop();
    this.#watch.stop();
  }

  /** No ghost stays in a conference: the switch is told before the page is gone. */
  readonly #leave = (): void => {
    this.#watch.freeze();
    this.desk.endAll();
    this.#line.stop();
  };

  readonly #comeBack = ({ persisted }: PageTransitionEvent): void => {
    if (!persisted) return;
    this.#watch.thaw();
    if (localStorage.getItem(OFF) === null) this.#line.start();
  };
}
