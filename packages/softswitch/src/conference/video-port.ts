/** Where a caller's video goes in and out, RTP packet by packet. */
export interface VideoPort {
  /** Hears every packet of the caller's video; gives what ends it. */
  onPacket(listener: (packet: Buffer) => void): () => void;
  /** Sends a packet of somebody else's video to the caller. */
  send(packet: Buffer): void;
  /** Asks the caller's phone for a key frame. */
  requestKeyframe(): void;
  /** Hears when the caller's phone asks for a key frame of what it is sent; gives what ends it. */
  onKeyframeRequest(listener: () => void): () => void;
}
