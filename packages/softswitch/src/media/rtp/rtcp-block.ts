import type { RtcpReportBlock } from "./rtcp.js";

const BLOCK_BYTES = 24;

/** As many report blocks of the packet as are whole. */
export function parseBlocks(body: Buffer, start: number, count: number): RtcpReportBlock[] {
  const known = Math.min(count, Math.floor((body.length - start) / BLOCK_BYTES));
  return Array.from({ length: Math.max(0, known) }, (_, index) => {
    const at = start + BLOCK_BYTES * index;
    return {
      ssrc: body.readUInt32BE(at),
      fractionLost: body[at + 4] ?? 0,
      packetsLost: body.readUIntBE(at + 5, 3),
      highestSequence: body.readUInt32BE(at + 8),
      jitter: body.readUInt32BE(at + 12),
      lastSenderReport: body.readUInt32BE(at + 16),
      delaySinceLastSenderReport: body.readUInt32BE(at + 20),
    };
  });
}

export function writeBlock(body: Buffer, at: number, block: RtcpReportBlock): void {
  body.writeUInt32BE(block.ssrc, at);
  body[at + 4] = block.fractionLost;
  body.writeUIntBE(block.packetsLost, at + 5, 3);
  body.writeUInt32BE(block.highestSequence, at + 8);
  body.writeUInt32BE(block.jitter, at + 12);
  body.writeUInt32BE(block.lastSenderReport, at + 16);
  body.writeUInt32BE(block.delaySinceLastSenderReport, at + 20);
}
