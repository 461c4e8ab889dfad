/** To 16 bits, by saturation: ITU's recommendations rest on it, and a wrap would be a loud click. */
export function saturate(value: number): number {
  if (value > 32_767) return 32_767;
  return value < -32_768 ? -32_768 : value;
}

/** A frame that lies at any address as bytes without a copy. */
export const bytesOf = (frame: Int16Array): Uint8Array =>
  new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
