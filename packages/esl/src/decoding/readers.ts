import type { EventParts } from "./event-parts.js";

/** Reads the payload that lies between two places of `bytes`. */
export type ReadPayload = (bytes: Buffer, start: number, end: number) => EventParts;

/** Readers of the two formats that few ask for, by content type. */
export const readers = new Map<string, ReadPayload>();
