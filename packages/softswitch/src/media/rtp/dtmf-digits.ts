/** Digits by event code (RFC 4733 3.2). */
export const DTMF_DIGITS = "0123456789*#ABCD";

/** Durations are 16 bits; longer events are cut in segments (RFC 4733 2.5.1.3). */
export const LONGEST_SEGMENT = 0xffff;
