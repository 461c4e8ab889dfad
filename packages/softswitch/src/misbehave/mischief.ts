import { EventEmitter } from "node:events";
import { LASTING, type MisbehaviourName, MOMENTARY, TIMED } from "./names.js";

export interface Mischance {
  /** How many times more it happens; Infinity until told to behave. */
  remaining: number;
  readonly delayMs: number;
  readonly lastsMs: number | undefined;
  /** What follows the number in the argument. */
  readonly text: string;
}

export interface MischiefEvents {
  started: [name: MisbehaviourName];
  /** One or all of them ended; ask which are still in force. */
  behaved: [];
}

const DEFAULT_DELAY_MS = 1000;
const DEFAULT_COUNTS: Partial<Record<MisbehaviourName, number>> = { "lose events": 1 };

/** The misbehaviours in force. The rooms ask; this one never reaches into them. */
export class Mischief extends EventEmitter<MischiefEvents> {
  readonly #active = new Map<MisbehaviourName, Mischance>();

  constructor() {
    super();
    this.setMaxListeners(0);
  }

  get active(): readonly MisbehaviourName[] {
    return [...this.#active.keys()];
  }

  start(name: MisbehaviourName, argument: string | number = ""): void {
    const mischance = parseArgument(name, String(argument));
    if (!MOMENTARY.includes(name)) this.#active.set(name, mischance);
    if (mischance.lastsMs !== undefined) {
      setTimeout(() => this.#end(name, mischance), mischance.lastsMs).unref();
    }
    this.emit("started", name);
  }

  /** Ends every misbehaviour. */
  behave(): void {
    this.#active.clear();
    this.emit("behaved");
  }

  #end(name: MisbehaviourName, mischance: Mischance): void {
    if (this.#active.get(name) !== mischance) return;
    this.#active.delete(name);
    this.emit("behaved");
  }

  is(name: MisbehaviourName): boolean {
    return this.#active.has(name);
  }

  /** Uses up one time of a misbehaviour in force; undefined when it is not. */
  take(name: MisbehaviourName): Mischance | undefined {
    const mischance = this.#active.get(name);
    if (mischance === undefined) return undefined;
    mischance.remaining -= 1;
    if (mischance.remaining <= 0) this.#active.delete(name);
    return mischance;
  }
}

function parseArgument(name: MisbehaviourName, argument: string): Mischance {
  const match = /^(\d+)(?:\s+|$)(.*)$/s.exec(argument.trim());
  const number = match?.[1] === undefined ? undefined : Number(match[1]);
  const text = match?.[2] ?? argument.trim();
  const counted = !TIMED.includes(name) && !LASTING.includes(name);
  const count = (counted ? number : undefined) ?? DEFAULT_COUNTS[name] ?? Number.POSITIVE_INFINITY;
  return {
    remaining: Math.max(1, count),
    delayMs: (TIMED.includes(name) ? number : undefined) ?? DEFAULT_DELAY_MS,
    lastsMs: LASTING.includes(name) ? number : undefined,
    text,
  };
}
