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
  "AGFzbQEAAAABDgJgAn9/AX9gA39/fwF/AwQDAAEBBQMBAAcHIgQGbWVtb3J5AgAFbGluZXMAAARmaW5kAAEGcmVjYWxsAAIK+QYD0gICCH8EeyAAIQJBfyEDQYCCECEGQQr9DyEMQTr9DyENIAEvAQAhCSABQYoUOwEAAkADQCAA/QAEACEKIAD9AAQQIQsgCiAM/SMgCiAN/SP9UP1kIAsgDP0jIAsgDf0j/VD9ZEEQdHIhCAJAA0AgCEUNASAAIAhoaiEEIAggCEEBa3EhCCAELQAAQTpGBEAgAyACSARAIAQhAwsFIAQgAkYNBCADIAJKBEAgBkGAghFGDQUgAyEFA0AgBUEBaiIFLQAAQSBGDQALIAYgAjYCACAGIAM2AgQgBiAFNgIIIAYgBDYCDCAHIAMgAms6APCCESAGQRBqIQYgB0EBaiEHCyAEQQFqIQILDAALCyAAQSBqIQAMAAsLIAEgCTsBAEGAghEgAiABIAIgAUgbNgIAIAf9DAAAAAAAAAAAAAAAAAAAAAD9CwTwghFBfyAHIAQgAkcbC8sBAgR/AnsgAEEPakHwD3EhAANAIABFBEBBfw8LIABBEGshACAA/QAE8IIRIAL9D/0j/WQhAwNAIANFDQFBHyADZ2shBCADQQEgBHRzIQMgBCAAaiEEIARBBHQoAoCCECEFIAIgBEEEdCgChIIQIAVrRw0AQQAhBgNAIAUgBmr9AAQAIQcgASAGav0ABAAhCCAIIAdBIP0PIAdBwQD9D/1xQRr9D/0m/U79UP1RIAhBAP0P/Sf9Tv1TDQEgBkEQaiIGIAJIDQALCwsgBAvVAgIFfwN7A0AgASADayEEIAAgA2r9AAQAQaCCESAEQRAgBEEQSBtr/QAEAP1OIQggAyAI/QsEsIIRIAggCUEF/csBIAn90QH9zgEhCSADQRBqIQMgAyABSA0ACyACQQh0IAFyIQIgAq0gCf0dASAJ/R0AQpX4qfqXt96bnn9+hXxCk/vnsobXv/RWfkI2iKchBQNAIAIgBUECdCgCgIwRRgRA/QwAAAAAAAAAAAAAAAAAAAAAIQpBACEEA0AgCiAE/QAEsIIRIAVBBnQgBGr9AASArBH9Uf1QIQogBEEQaiIEIANIDQALIAr9U0UEQCAFDwsLIAVBAXMhBSAHRSIHDQALQYiCEUGIghEoAgBBAXMiBzYCACAFIAdzIQUgBUECdCACNgKAjBEgBUEGdCEGA0AgA0EQayEDIAYgA2ogA/0ABLCCEf0LBICsESADDQALIAVBf3MLCxgBAEGQghELEP////////////////////8=";

/** How much text there is room for; a socket reads at most a quarter of it at once. */
const ROOM = 0x40000;
/** How many numbers the table has room for; behind it lies where the empty line starts. */
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
/** The table that `lines` fills. */
export const sharedRows = memory && new Int32Array(memory, 0x40100, ROW_NUMBERS + 1);
/** The bytes of which the scanner has a copy. */
let copied: Buffer | undefined;

/** Copies bytes to the scanner, all that arrived in one piece for all the events in it; undefined when they are too many. */
export function scannerWith(bytes: Buffer): WasmModule | undefined {
  if (bytes === copied) return scanner;
  if (!text || bytes.length > ROOM) return undefined;
  text.set(bytes);
  copied = bytes;
  return scanner;
}

/** Gives the scanner name number `index` that `find` shall look for, in lower case; answers its place, 0 for none. */
export function nameForScanner(index: number, lower: string): number {
  const place = text ? 0x55600 + 64 * index : 0;
  text?.set(Buffer.from(lower.padEnd(64, "\0")), place);
  return place;
}
