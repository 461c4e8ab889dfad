/** Bytes that arrived in one piece, with a view that a search can walk four bytes at a time. */
export class Slab {
  readonly bytes: Buffer;
  /** Where `bytes` starts in its memory; kept, since asking a buffer for it costs as much as a whole line. */
  readonly shift: number;
  #words: Int32Array | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.shift = bytes.byteOffset;
  }

  /** The whole memory that `bytes` is a part of: byte `n` lies in word `(n + shift) >> 2`. */
  get words(): Int32Array {
    const { buffer } = this.bytes;
    this.#words ??= new Int32Array(buffer, 0, buffer.byteLength >> 2);
    return this.#words;
  }
}
