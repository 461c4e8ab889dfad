import type { HeaderSource } from "./header-source.js";
import type { Decoded } from "./utf8.js";

/** An event's payload. Nothing is looked at before it is asked for. */
export interface EventParts extends HeaderSource {
  body(): Decoded | undefined;
  /** The payload was cut or malformed: what could be read is there. */
  isDamaged(): boolean;
}
