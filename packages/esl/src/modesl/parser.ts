import { ProtocolError } from "../errors.js";
import type { Event } from "./event.js";
import { FrameReader, type FrameSource } from "./frame-reader.js";
import { toArrival } from "./to-event.js";
import type { HeaderMap } from "./types.js";
import { WildcardEmitter } from "./wildcard-emitter.js";

export interface ParserEvents {
  "esl::event": readonly [event: Event, headers: HeaderMap, body: string];
  "esl::end": readonly [];
  error: readonly [error: Error];
}

/**
 * Turns what a socket receives into events: `esl::event` for each frame, `esl::end` at the end. Bytes that are no frames are
 * an `error` and the end; the socket stays its owner's.
 */
export class Parser extends WildcardEmitter<ParserEvents> {
  readonly socket: FrameSource;

  constructor(socket: FrameSource) {
    super();
    this.socket = socket;
    new FrameReader(socket, {
      frame: (frame) => {
        const { event, headers, body } = toArrival(frame);
        this.emit("esl::event", event, headers, body);
      },
      end: (error) => {
        if (error instanceof ProtocolError) this.emit("error", error);
        this.emit("esl::end");
      },
    });
  }
}
