import type { Layout } from "./fields.js";
import { assembled, scanner, scannerWith, sharedRows } from "./scanner.js";

/** What `member-scanner.wat` assembles to; its test says what has to stand here. */
export const MEMBER_SCANNER =
  "AGFzbQEAAAABBwFgAn9/AX8CEwEHc2Nhbm5lcgZtZW1vcnkCAAcDAgEABwsBB21lbWJlcnMAAArDAwHAAwIMfwR7QSL9DyEQQdwA/Q8hEUH7ACEFIAAhAwJAAkADQCAAIAFPDQIgAP0ABAAhDiAA/QAEECEPIA4gEP0jIA4gEf0j/VD9ZCAPIBD9IyAPIBH9I/1Q/WRBEHRyIQsCQANAIAtFDQEgACALaGohCiALIAtBAWtxIQsgCiABTw0EIAogBEYNACAKLQAAQdwARgRAIAZFDQQgCkEBaiEEDAELIAJFBEAgCiECIAVBOkYgAy8BAEG6tgFGcQRAIANBAWoiAyEJQdsAIQULIAMtAAAgBUcgA0EBaiAKR3INBAwBCyAKQQFqIQMgAiEIQQAhAiAGRQRAIAhBAWohBiAKIQdBOiEFDAELQSwhBSAJBEAgAy0AAEHdAEcNASADQQFqIQMgCSEIQQAhCQsgDEGACEYNAyAMQQR0IQ0gDSAGNgKAghAgDSAHNgKEghAgDSAINgKIghAgDSADNgKMghAgDCAHIAZrOgDwghEgDEEBaiEMQQAhBgwACwsgAEEgaiEADAALC0F/DwsgDP0MAAAAAAAAAAAAAAAAAAAAAP0LBPCCESAMQX8gA0EBaiABRiAGIAJyRSADLQAAQf0ARnFxGws=";

interface Wasm {
  members(from: number, to: number): number;
}

const wasm = scanner && assembled<Wasm>(MEMBER_SCANNER, { scanner });

/** Finds the members of an object that is written as the switch writes it; undefined for any other. */
export function scanMembers(bytes: Buffer, start: number, end: number): Layout | undefined {
  if (!wasm || !scannerWith(bytes)) return undefined;
  const count = wasm.members(start, end);
  // The careful reader tells an empty object from what is none.
  return count > 0 ? { rows: sharedRows!, length: count * 4, damaged: false } : undefined;
}
