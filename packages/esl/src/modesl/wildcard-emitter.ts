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
const FOREVER = Number.POSITIVE_INFINITY;

/** `"a::b"`, or its parts. */
export type EmitterName<N extends string = string> = N | readonly string[];

/**
 * Listeners by names of several parts (`esl::event::HEARTBEAT::uuid`). `*` stands for exactly one part, `**` for any number,
 * none included. They are called in the order in which they were added. A listener that throws never reaches the one who emits; its error surfaces as an uncaught one.
 *
 * @typeParam Args the arguments by name; a name may be a template literal type, other names are not checked
 */
export class WildcardEmitter<Args> {
  /** The name being emitted; meaningful while a listener runs, where `this` is the emitter. */
  event: string | undefined;
  #entries: readonly Entry[] = [];
  #any: readonly AnyListener[] = [];

  on<N extends string>(name: EmitterName<N>, listener: ListenerOf<this, Args, N>): this {
    return this.#add(name, listener, FOREVER);
  }

  addListener<N extends string>(name: EmitterName<N>, listener: ListenerOf<this, Args, N>): this {
    return this.on(name, listener);
  }

  once<N extends string>(name: EmitterName<N>, listener: ListenerOf<this, Args, N>): this {
    return this.#add(name, listener, 1);
  }

  /** Listens `times` times. */
  many<N extends string>(
    name: EmitterName<N>,
    times: number,
    listener: ListenerOf<this, Args, N>,
  ): this {
    return this.#add(name, listener, times);
  }

  /** As `on`, called before the listeners there are. */
  prependListener<N extends string>(
    name: EmitterName<N>,
    listener: ListenerOf<this, Args, N>,
  ): this {
    return this.#add(name, listener, FOREVER, true);
  }

  prependOnceListener<N extends string>(
    name: EmitterName<N>,
    listener: ListenerOf<this, Args, N>,
  ): this {
    return this.#add(name, listener, 1, true);
  }

  prependMany<N extends string>(
    name: EmitterName<N>,
    times: number,
    listener: ListenerOf<this, Args, N>,
  ): this {
    return this.#add(name, listener, times, true);
  }

  /** Removes the latest registration of that listener under that very name or pattern. */
  off(name: EmitterName, listener: (...args: never[]) => unknown): this {
    const wanted = joinName(name);
    const index = this.#entries.findLastIndex(
      (entry) => entry.pattern === wanted && entry.listener === listener,
    );
    if (index >= 0) this.#entries = this.#entries.toSpliced(index, 1);
    return this;
  }

  removeListener(name: EmitterName, listener: (...args: never[]) => unknown): this {
    return this.off(name, listener);
  }

  /** Those of one name or pattern, or all. */
  removeAllListeners(name?: EmitterName): this {
    const wanted = name === undefined ? undefined : joinName(name);
    this.#entries =
      wanted === undefined ? [] : this.#entries.filter(({ pattern }) => pattern !== wanted);
    if (wanted === undefined) this.#any = [];
    return this;
  }

  /** Hears every name, which it is given first. */
  onAny(listener: (name: string, ...args: never[]) => unknown): this {
    this.#any = [...this.#any, toListener(listener)];
    return this;
  }

  prependAny(listener: (name: string, ...args: never[]) => unknown): this {
    this.#any = [toListener(listener), ...this.#any];
    return this;
  }

  /** That one, or all of them. */
  offAny(listener?: (name: string, ...args: never[]) => unknown): this {
    this.#any = listener === undefined ? [] : this.#any.filter((entry) => entry !== listener);
    return this;
  }

  listenersAny(): readonly ((...args: never[]) => unknown)[] {
    return this.#any as readonly ((...args: never[]) => unknown)[];
  }

  /** The listeners an emission of `name` would reach, `onAny` aside. */
  listeners(name: EmitterName): readonly ((...args: never[]) => unknown)[] {
    return this.#matching(joinName(name)).map(
      ({ listener }) => listener as (...args: never[]) => unknown,
    );
  }

  listenerCount(name: EmitterName): number {
    return this.#matching(joinName(name)).length;
  }

  eventNames(): readonly string[] {
    return [...new Set(this.#entries.map(({ pattern }) => pattern))];
  }

  /** Accepted for the programs that call it: there is no limit. */
  setMaxListeners(_count: number): this {
    return this;
  }

  /** Answers whether somebody listened. An `error` that nobody hears becomes a warning of the process, not an exception. */
  emit(name: EmitterName, ...args: readonly unknown[]): boolean {
    const told = joinName(name);
    const entries = this.#matching(told);
    const any = this.#any;
    for (const entry of entries) this.#call(entry, told, args);
    for (const listener of any) this.#run(listener, told, [told, ...args]);
    const heard = entries.length + any.length > 0;
    if (!heard && told === "error") warn(args[0]);
    return heard;
  }

  /** As `emit`; answers what the listeners answer, and rejects with what one throws. */
  async emitAsync(name: EmitterName, ...args: readonly unknown[]): Promise<unknown[]> {
    const told = joinName(name);
    const entries = this.#matching(told).filter((entry) => this.#spend(entry));
    const answers = entries.map(async ({ listener }) => this.#apply(listener, told, args));
    const any = this.#any.map(async (listener) => this.#apply(listener, told, [told, ...args]));
    return Promise.all([...answers, ...any]);
  }

  /** Only reaches those who listen to that very name: for an old spelling beside the documented one. */
  protected emitExact(name: string, ...args: readonly unknown[]): void {
    for (const entry of this.#entries) if (entry.pattern === name) this.#call(entry, name, args);
  }

  #add(name: EmitterName, callback: unknown, times: number, first = false): this {
    const pattern = joinName(name);
    const segments = pattern.includes("*") ? pattern.split(DELIMITER) : undefined;
    const entry = { pattern, segments, listener: toListener(callback), left: times };
    this.#entries = first ? [entry, ...this.#entries] : [...this.#entries, entry];
    return this;
  }

  #matching(name: string): readonly Entry[] {
    const parts = name.split(DELIMITER);
    return this.#entries.filter(({ pattern, segments }) =>
      segments === undefined ? pattern === name : matches(segments, parts),
    );
  }

  #call(entry: Entry, name: string, args: readonly unknown[]): void {
    if (this.#spend(entry)) this.#run(entry.listener, name, args);
  }

  /** Takes one of the times it is still to be called; false when there is none. */
  #spend(entry: Entry): boolean {
    if (entry.left <= 0) return false;
    entry.left--;
    if (entry.left === 0) this.#entries = this.#entries.filter((other) => other !== entry);
    return true;
  }

  #run(listener: AnyListener, name: string, args: readonly unknown[]): void {
    runSafely(() => this.#apply(listener, name, args));
  }

  #apply(listener: AnyListener, name: string, args: readonly unknown[]): unknown {
    this.event = name;
    return Reflect.apply(listener, this, args);
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

function joinName(name: EmitterName): string {
  return typeof name === "string" ? name : Array.from(name).join(DELIMITER);
}

/** A forgotten listener is found where it is forgotten, not when its event comes. */
function toListener(value: unknown): AnyListener {
  if (typeof value !== "function") throw new TypeError("the listener must be a function");
  return value as AnyListener;
}

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
