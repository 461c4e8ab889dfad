interface WasmModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  lines(from: number, to: number): number;
  find(count: number, name: number, length: number): number;
  recall(at: number, length: number, kind: number): number;
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports?: object) => { readonly exports: unknown };
}

declare const WebAssembly: Wasm;

/** What `scanner.wat` assembles to; its test says what has to stand here. */
export const SCANNER =
  "AGFzbQEAAAABDgJgAn9/AX9gA39/fwF/AwQDAAEBBQMBAAQHIgQGbWVtb3J5AgAFbGluZXMAAARmaW5kAAEGcmVjYWxsAAIKqAcD8wICCH8FeyAAIQJBfyEDQYCCBCEG/QwKCgoKCgoKCgoKCgoKCgoKIQ1BOv0PIQ4gAS8BACEJIAFBihQ7AQACQANAIAwgAP0ABAAiCiAA/QAEECIL/VD9UCEMIAogDf0jIAogDv0j/VD9ZCALIA39IyALIA79I/1Q/WRBEHRyIQgCQANAIAhFDQEgACAIaGohBCAIIAhBAWtxIQggBC0AAEE6RgRAIAMgAkgEQCAEIQMLBSAEIAJGDQQgAyACSgRAIAZBgIIFRg0FIAMhBQNAIAVBAWoiBS0AAEEgRg0ACyAGIAI2AgAgBiADNgIEIAYgBTYCCCAGIAQ2AgwgByADIAJrOgDwggUgBkEQaiEGIAdBAWohBwsgBEEBaiECCwwACwsgAEEgaiEADAALCyABIAk7AQBBgIIFIAIgASACIAFIGzYCAEGEggUgDP1kNgIAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwTwggVBfyAHIAQgAkcbC9kBAgV/AXsgAEEPakHwD3EhAANAIABFBEBBfw8LIABBEGshACAA/QAE8IIFIAL9D/0j/WQhAwNAIANFDQFBHyADZ2shBCADQQEgBHRzIQMgBCAAaiEEIARBBHQoAoCCBCEFIAIgBEEEdCgChIIEIAVrRw0AQQAhBgNAIAUgBmr9AAQAIQggAiAGayEHIAEgBmr9AAQAIAhBIP0PIAhBwQD9D/1xQRr9D/0m/U79UP1RQaCCBSAHQRAgB0EQSBtr/QAEAP1O/VMNASAGQRBqIgYgAkgNAAsLCyAEC9UCAgV/A3sDQCABIANrIQQgACADav0ABABBoIIFIARBECAEQRBIG2v9AAQA/U4hCCADIAj9CwSwggUgCCAJQQX9ywEgCf3RAf3OASEJIANBEGohAyADIAFIDQALIAJBCHQgAXIhAiACrSAJ/R0BIAn9HQBClfip+pe33puef36FfEKT++eyhte/9FZ+QjaIpyEFA0AgAiAFQQJ0KAKAjAVGBED9DAAAAAAAAAAAAAAAAAAAAAAhCkEAIQQDQCAKIAT9AASwggUgBUEGdCAEav0ABICsBf1R/VAhCiAEQRBqIgQgA0gNAAsgCv1TRQRAIAUPCwsgBUEBcyEFIAdFIgcNAAtBiIIFQYiCBSgCAEEBcyIHNgIAIAUgB3MhBSAFQQJ0IAI2AoCMBSAFQQZ0IQYDQCADQRBrIQMgBiADaiAD/QAEsIIF/QsEgKwFIAMNAAsgBUF/cwsLGAEAQZCCBQsQ/////////////////////w==";

/** How much text there is room for: as much as a socket reads at once. */
export const ROOM = 65536;
/** Of how many bytes `recall` knows a text at most. */
export const LONGEST_RECALLED = 64;
/** Numbers in the table of rows; behind them lie the two others that `lines` answers. */
export const ROW_NUMBERS = 4096;

/** Makes an instance of an assembled module; undefined where there is no WebAssembly, or none that knows SIMD. */
export function assembled<T>(base64: string, imports?: object): T | undefined {
  try {
    const module = new WebAssembly.Module(Buffer.from(base64, "base64"));
    return new WebAssembly.Instance(module, imports).exports as T;
  } catch {
    return undefined;
  }
}

export const scanner = assembled<WasmModule>(SCANNER);
const memory = scanner?.memory.buffer;
const text = memory && new Uint8Array(memory);
/** The table that `lines` fills, and behind ROW_NUMBERS the two other numbers it answers. */
export const sharedRows = memory && new Int32Array(memory, 0x10100, ROW_NUMBERS + 2);
/** The bytes of which the scanner has a copy; larger ones are copied range by range. */
let copied: Buffer | undefined;

/**
 * Copies what a scan needs to the scanner and answers where in `bytes` the copy starts. Bytes that arrived in one piece are
 * copied in one piece, for all the events in them.
 */
export function copyToScanner(bytes: Buffer, start: number, end: number): number {
  const fits = bytes.length <= ROOM;
  if (!fits) text?.set(bytes.subarray(start, Math.min(end, start + ROOM)));
  else if (bytes !== copied) text?.set(bytes);
  copied = fits ? bytes : undefined;
  return fits ? 0 : start;
}

/** Gives the scanner the name number `index` that `find` shall look for, in lower case; answers its place. */
export function writeName(index: number, lower: string): number {
  if (!text) return 0;
  const place = 0x25600 + 64 * index;
  text.set(Buffer.from(lower, "latin1"), place);
  return place;
}
