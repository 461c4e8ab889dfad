import { Counter, Gauge, type Registry } from "prom-client";
import type { KeeperNumbers } from "../recordings-keeper/index.js";

const COUNTERS = {
  removed: ["parley_recordings_removed_total", "Recordings removed by the rules"],
  removedBytes: ["parley_recordings_removed_bytes_total", "Bytes removed by the rules"],
  stopped: ["parley_recordings_stopped_total", "Recordings stopped for want of room"],
  refused: ["parley_recordings_refused_total", "Recordings that could not begin for want of room"],
  converted: ["parley_recordings_converted_total", "Recordings turned into another format"],
  conversionsFailed: ["parley_recordings_conversions_failed_total", "Conversions that failed"],
} as const satisfies Partial<Record<keyof KeeperNumbers, readonly [name: string, help: string]>>;

/** What is told of the room recordings have, and of what the rules have done about it. */
export function addKeeper(registry: Registry, numbers: () => KeeperNumbers): void {
  const registers = [registry];
  new Gauge({
    name: "parley_recordings_free_bytes",
    help: "Left on the recordings' file system; absent where it cannot be read",
    registers,
    collect() {
      const { freeBytes } = numbers();
      if (freeBytes === undefined) this.remove();
      else this.set(freeBytes);
    },
  });
  new Gauge({
    name: "parley_recordings_full",
    help: "1 while nothing can be recorded for want of room",
    registers,
    collect() {
      this.set(Number(numbers().full));
    },
  });
  for (const [key, [name, help]] of Object.entries(COUNTERS))
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(numbers()[key as keyof typeof COUNTERS]);
      },
    });
}
