/** How far 16-bit number `a` is after `b`; negative when it is before. */
export const sequenceAfter = (a: number, b: number): number => ((a - b) << 16) >> 16;

/** How far 32-bit timestamp `a` is after `b`; negative when it is before. */
export const timestampAfter = (a: number, b: number): number => (a - b) | 0;

/** Random 32 bits for SSRC and first timestamp (RFC 3550 5.1: unpredictable). */
export const random32 = (): number => Math.floor(Math.random() * 2 ** 32);
