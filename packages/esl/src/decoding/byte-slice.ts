type Slicer = (this: Buffer, start: number, end: number) => string;

const { latin1Slice } = Buffer.prototype as unknown as { readonly latin1Slice?: Slicer };

/** `toString("latin1", start, end)` by the function under it, which costs half: most of a value's price is that call. */
export const latin1: (bytes: Buffer, start: number, end: number) => string =
  latin1Slice === undefined
    ? (bytes, start, end) => bytes.toString("latin1", start, end)
    : (bytes, start, end) => latin1Slice.call(bytes, start, end);
