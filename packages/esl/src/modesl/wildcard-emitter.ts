/** What a listener is given; narrowed by the classes that extend the emitter. */
type AnyListener = (this: never, ...args: never[]) => unknown;

interface Entry {
  readonly pattern: string;
  /** Undefined for a name without asterisks. */
  readonly segments: readonly string[] | undefined;
  readonly listener: AnyListener;
  left: number;
}

const DELIMITER = "::";

/**
 * Listeners by names of several parts (`esl::event::HEARTBEAT::uuid`). `*` stands for exactly one part, `**` for any number,
 * none included. A listener that throws never reaches the one who emits; its error surfaces as an uncaught one.
 *
 * @typeParam Args the arguments by name; a name may be a template literal type, other names are not checked
 */
export class WildcardEmitter<Args> {
  /** The name being emitted; meaningful while a listener runs, where `this` is the emitter. */
  event: string | undefined;
  #entries: readonly Entry[] = [];
  #any: readonly AnyListener[] = [];

  on<N extends string>(name: N, listener: ListenerOf<this, Args, N>): this {
    return this.#add(name, listener, Number.POSITIVE_INFINITY);
  }

  addListener<N extends string>(name: N, listener: ListenerOf<this, Args, N>): this {
    return this.on(name, listener);
  }

  once<N extends string>(name: N, listener: ListenerOf<this, Args, N>): this {
    return this.#add(name, listener, 1);
  }

  /** Listens `times` times. */
  many<N extends string>(name: N, times: number, listener: ListenerOf<this, Args, N>): this {
    return this.#add(name, listener, times);
  }

  /** Removes the latest registration of that listener under that very name or pattern. */
  off(name: string, listener: (...args: never[]) => unknown): this {
    const index = this.#entries.findLastIndex(
      (entry) => entry.pattern === name && entry.listener === listener,
    );
    if (index >= 0) this.#entries = this.#entries.toSpliced(index, 1);
    return this;
  }

  removeListener(name: string, listener: (...args: never[]) => unknown): this {
    return this.off(name, listener);
  }

  /** Those of one name or pattern, or all. */
  removeAllListeners(name?: string): this {
    this.#entries =
      name === undefined ? [] : this.#entries.filter(({ pattern }) => pattern !== name);
    if (name === undefined) this.#any = [];
    return this;
  }

  /** Hears every name, which it is given first. */
  onAny(listener: (name: string, ...args: never[]) => unknown): this {
    this.#any = [...this.#any, listener as AnyListener];
    return this;
  }

  offAny(listener: (name: string, ...args: never[]) => unknown): this {
    this.#any = this.#any.filter((entry) => entry !== listener);
    return this;
  }

  /** The listeners an emission of `name` would reach, `onAny` aside. */
  listeners(name: string): readonly ((...args: never[]) => unknown)[] {
    return this.#matching(name).map(({ listener }) => listener as (...args: never[]) => unknown);
  }

  listenerCount(name: string): number {
    return this.#matching(name).length;
  }

  eventNames(): readonly string[] {
    return [...new Set(this.#entries.map(({ pattern }) => pattern))];
  }

  /** Accepted for the programs that call it: there is no limit. */
  setMaxListeners(_count: number): this {
    return this;
  }

  /** Answers whether somebody listened. An `error` that nobody hears becomes a warning of the process, not an exception. */
  emit(name: string, ...args: readonly unknown[]): boolean {
    const entries = this.#matching(name);
    for (const entry of entries) this.#call(entry, name, args);
    for (const listener of this.#any) this.#run(listener, name, [name, ...args]);
    const heard = entries.length + this.#any.length > 0;
    if (!heard && name === "error") warn(args[0]);
    return heard;
  }

  /** Only reaches those who listen to that very name: for an old spelling beside the documented one. */
  protected emitExact(name: string, ...args: readonly unknown[]): void {
    for (const entry of this.#entries) if (entry.pattern === name) this.#call(entry, name, args);
  }

  #add(pattern: string, callback: unknown, times: number): this {
    const listener = callback as AnyListener;
    const segments = pattern.includes("*") ? pattern.split(DELIMITER) : undefined;
    this.#entries = [...this.#entries, { pattern, segments, listener, left: times }];
    return this;
  }

  #matching(name: string): readonly Entry[] {
    const parts = name.split(DELIMITER);
    return this.#entries.filter(({ pattern, segments }) =>
      segments === undefined ? pattern === name : matches(segments, parts),
    );
  }

  #call(entry: Entry, name: string, args: readonly unknown[]): void {
    if (entry.left <= 0) return;
    entry.left--;
    if (entry.left === 0) this.#entries = this.#entries.filter((other) => other !== entry);
    this.#run(entry.listener, name, args);
  }

  #run(listener: AnyListener, name: string, args: readonly unknown[]): void {
    this.event = name;
    runSafely(() => Reflect.apply(listener, this, args));
  }
}

/** A listener of that name: its arguments are those of the key of `Args` that fits. */
export type ListenerOf<This, Args, N extends string> = (
  this: This,
  ...args: ArgsOf<Args, N>
) => unknown;

type ArgsOf<Args, N extends string> = N extends keyof Args
  ? Args[N] extends readonly unknown[]
    ? Args[N]
    : never
  : never[];

/** Whoever hands over code must not be able to unwind a decoder in the middle of a chunk. */
export function runSafely(action: () => unknown): void {
  try {
    action();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function matches(pattern: readonly string[], parts: readonly string[], from = 0, at = 0): boolean {
  const segment = pattern[from];
  if (segment === undefined) return at === parts.length;
  if (segment !== "**") {
    const fits = at < parts.length && (segment === "*" || segment === parts[at]);
    return fits && matches(pattern, parts, from + 1, at + 1);
  }
  for (let skipped = at; skipped <= parts.length; skipped++) {
    if (matches(pattern, parts, from + 1, skipped)) return true;
  }
  return false;
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error.message : String(error), {
    type: error instanceof Error ? error.name : "Error",
    detail: 'Nobody listens to "error" on this object.',
  });
}
