import type { RecordingV2 } from "@parley/protocol/client";
import { useMemo } from "react";
import { useLanguage } from "../i18n/index.js";
import { formatDuration } from "../ui/clock.js";
import { formatBytes } from "./bytes.js";

export interface Formats {
  size(bytes: number): string;
  moment(iso: string): string;
}

export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => {
    const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
    return {
      size: (bytes) => formatBytes(bytes, language),
      moment: (iso) => moments.format(new Date(iso)),
    };
  }, [language]);
}

/** Minutes and seconds; undefined for what nobody knows yet. */
export const lengthOf = ({ duration }: RecordingV2): string | undefined =>
  duration === undefined ? undefined : formatDuration(duration * 1000);

/** What people call a recording: its conference, else its file. */
export const nameOf = ({ conference, file }: RecordingV2): string => conference ?? file;
