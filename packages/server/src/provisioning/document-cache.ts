/** A rendered file. */
export interface Document {
  readonly body: Buffer;
  /** Quoted, as HTTP has it; the same as long as the content is. */
  readonly etag: string;
  readonly type: string;
}

/** Documents of the newest state only, within a number of bytes; the one asked for longest ago goes first. */
export class DocumentCache {
  readonly #documents = new Map<string, Document>();
  #state: object | undefined;
  #bytes = 0;

  constructor(private readonly limit = 8 * 1024 * 1024) {}

  get bytes(): number {
    return this.#bytes;
  }

  get(state: object, key: string): Document | undefined {
    if (this.#state !== state) this.#forget(state);
    const found = this.#documents.get(key);
    if (!found) return undefined;
    this.#documents.delete(key);
    this.#documents.set(key, found);
    return found;
  }

  put(state: object, key: string, document: Document): void {
    if (this.#state !== state || document.body.length > this.limit) return;
    this.#documents.set(key, document);
    this.#bytes += document.body.length;
    for (const [old, { body }] of this.#documents) {
      if (this.#bytes <= this.limit) return;
      this.#documents.delete(old);
      this.#bytes -= body.length;
    }
  }

  #forget(state: object): void {
    this.#documents.clear();
    this.#bytes = 0;
    this.#state = state;
  }
}
