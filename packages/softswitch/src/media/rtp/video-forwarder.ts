/**
 * Makes one steady stream of the packets of changing sources (the floor): own SSRC and payload type, sequence and
 * timestamps that go on where the last source stopped.
 */
export class VideoForwarder {
  constructor(
    readonly ssrc: number,
    readonly payloadType: number,
  ) {}

  /** The packet to be sent in the place of this one; undefined for what is no RTP. A copy: the same packet goes to many. */
  rewrite(packet: Buffer): Buffer | undefined {
    return packet;
  }
}
