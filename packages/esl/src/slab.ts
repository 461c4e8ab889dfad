/** Bytes that arrived in one piece, with a view that a search can walk four bytes at a time. */
export class Slab {
  readonly bytes: Buffer;
  #words: Int32Array | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** The whole memory that `bytes` is a part of: byte `n` lies in word `(n + bytes.byteOffset) >> 2`. */
  get words(): Int32Array {
    const { buffer } = this.bytes;
    this.#words ??= new Int32Array(buffer, 0, buffer.byteLength >> 2);
    return this.#words;
  }
}
