import type { RecordingV2 } from "@parley/protocol/client";
import { useQuery } from "@tanstack/react-query";
import { addressOf } from "../addresses.js";
import { peaksOf } from "./peaks.js";

/** Larger ones are not fetched a second time, as a whole, only for a picture. */
const MAX_BYTES = 20_000_000;
const PARTS = 600;
/** Decoded at this rate a long recording takes little memory, and its shape is the same. */
const RATE = 8000;

async function readPeaks(file: string, signal: AbortSignal): Promise<number[]> {
  const response = await fetch(addressOf(file), { signal });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const decoder = new OfflineAudioContext(1, 1, RATE);
  const sound = await decoder.decodeAudioData(await response.arrayBuffer());
  const channels = Array.from({ length: sound.numberOfChannels }, (_, index) =>
    sound.getChannelData(index),
  );
  return peaksOf(channels, PARTS);
}

/** The shape of a sound; undefined while it is not known, and for what has none or is too large. */
export function usePeaks({ file, size, kind }: RecordingV2): readonly number[] | undefined {
  const { data } = useQuery({
    queryKey: ["peaks", file, size],
    queryFn: ({ signal }) => readPeaks(file, signal),
    enabled: kind === "audio" && size <= MAX_BYTES,
    staleTime: Number.POSITIVE_INFINITY,
    // Without a picture the slider does.
    retry: false,
  });
  return data;
}
