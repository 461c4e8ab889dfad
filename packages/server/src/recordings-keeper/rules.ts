import type { RecordingFormat } from "@parley/protocol";

/** How long recordings are kept, and as what. */
export interface KeepRules {
  /** Undefined: for ever. */
  readonly maxAgeDays: number | undefined;
  /** Bytes of all recordings together; undefined: as many as there are. */
  readonly maxSize: number | undefined;
  /** Bytes that recordings leave free on their file system; 0: nobody looks. */
  readonly minFree: number;
  /** What finished recordings are turned into by themselves; undefined: they stay as the switch wrote them. */
  readonly convertTo: RecordingFormat | undefined;
}

interface KeepSettings {
  readonly recordingsMaxAge?: number | undefined;
  readonly recordingsMaxSize?: number | undefined;
  readonly recordingsMinFree?: number | undefined;
  readonly recordingsFormat?: "wav" | RecordingFormat | undefined;
}

/** The rules as the settings say them. */
export function keepRules(settings: KeepSettings): KeepRules {
  const { recordingsFormat = "wav" } = settings;
  return {
    maxAgeDays: settings.recordingsMaxAge,
    maxSize: settings.recordingsMaxSize,
    minFree: settings.recordingsMinFree ?? 0,
    convertTo: recordingsFormat === "wav" ? undefined : recordingsFormat,
  };
}
