export const ENCODINGS = ["UTF-8", "UTF-16", "Windows-1252"] as const;
export type Encoding = (typeof ENCODINGS)[number];

export interface Decoded {
  readonly text: string;
  readonly encoding: Encoding;
}

/**
 * The text of a file. Spreadsheets save "CSV" in the code page of the machine and only "CSV UTF-8" in UTF-8: what is no
 * valid UTF-8 is taken for Windows-1252, in which every byte means something.
 */
export function decodeBytes(bytes: Uint8Array): Decoded {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return utf16(bytes, "utf-16le");
  if (first === 0xfe && second === 0xff) return utf16(bytes, "utf-16be");
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8" };
  } catch {
    return { text: new TextDecoder("windows-1252").decode(bytes), encoding: "Windows-1252" };
  }
}

const utf16 = (bytes: Uint8Array, label: string): Decoded => ({
  text: new TextDecoder(label).decode(bytes),
  encoding: "UTF-16",
});
