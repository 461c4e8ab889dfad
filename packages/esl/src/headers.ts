/** Ordered headers; names compare without case, repeated names are kept. */
export class Headers {
  /** From name-value pairs as they should be written; values starting `ARRAY::` are arrays. */
  static from(_entries: Iterable<readonly [string, string]>): Headers {
    throw new Error("not built yet");
  }
  get(_name: string): string | undefined {
    throw new Error("not built yet");
  }
  getAll(_name: string): readonly string[] {
    throw new Error("not built yet");
  }
  has(_name: string): boolean {
    throw new Error("not built yet");
  }
  entries(): Iterable<readonly [string, string]> {
    throw new Error("not built yet");
  }
  get size(): number {
    throw new Error("not built yet");
  }
}
