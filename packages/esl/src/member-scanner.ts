import type { Layout } from "./fields.js";
import { assembled, copyToScanner, ROOM, ROW_NUMBERS, scanner, sharedRows } from "./scanner.js";

/** What `member-scanner.wat` assembles to; its test says what has to stand here. */
export const MEMBER_SCANNER =
  "AGFzbQEAAAABBwFgAn9/AX8CEwEHc2Nhbm5lcgZtZW1vcnkCAAQDAgEABwsBB21lbWJlcnMAAArWAwHTAwIMfwV7QSL9DyERQdwA/Q8hEkH7ACEFIAAhAwJAAkADQCAAIAFPDQIgECAA/QAEACIOIAD9AAQQIg/9UP1QIRAgDiAR/SMgDiAS/SP9UP1kIA8gEf0jIA8gEv0j/VD9ZEEQdHIhCwJAA0AgC0UNASAAIAtoaiEKIAsgC0EBa3EhCyAKIAFPDQQgCiAERg0AIAotAABB3ABGBEAgBkUNBCAKQQFqIQQMAQsgAkUEQCAKIQIgBUE6RiADLwEAQbq2AUZxBEAgA0EBaiIDIQlB2wAhBQsgAy0AACAFRyADQQFqIApHcg0EDAELIApBAWohAyACIQhBACECIAZFBEAgCEEBaiEGIAohB0E6IQUMAQtBLCEFIAkEQCADLQAAQd0ARw0BIANBAWohAyAJIQhBACEJCyAMQYAIRg0DIAxBBHQhDSANIAY2AoCCBCANIAc2AoSCBCANIAg2AoiCBCANIAM2AoyCBCAMIAcgBms6APCCBSAMQQFqIQxBACEGDAALCyAAQSBqIQAMAAsLQX8PCyAM/QwAAAAAAAAAAAAAAAAAAAAA/QsE8IIFQYSCBSAQ/WQ2AgAgDEF/IANBAWogAUYgBiACckUgAy0AAEH9AEZxcRsL";

interface Wasm {
  members(from: number, to: number): number;
}

const wasm = scanner && assembled<Wasm>(MEMBER_SCANNER, { scanner });

/** Finds the members of an object that is written as the switch writes it; undefined for any other. */
export function scanMembers(bytes: Buffer, start: number, end: number): Layout | undefined {
  if (!wasm || !sharedRows || end - start > ROOM) return undefined;
  const base = copyToScanner(bytes, start, end);
  const count = wasm.members(start - base, end - base);
  // The careful reader tells an empty object from what is none.
  if (count < 1) return undefined;
  const ascii = sharedRows[ROW_NUMBERS + 1] === 0;
  return { rows: sharedRows, base, length: count * 4, ascii, damaged: false };
}
