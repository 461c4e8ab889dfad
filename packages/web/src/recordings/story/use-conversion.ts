import type { RecordingDetailsV2, RecordingFormat, RecordingV2 } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { useMay } from "../../session/index.js";
import { toast } from "../../ui/toast.js";
import { useFormats } from "../formats.js";
import { RECORDINGS } from "../use-recordings.js";
import { useStorage } from "../use-storage.js";
import { TEXTS } from "./texts.js";

/**
 * What a recording may be turned into. The sound of a video would be all that is left of it, and nothing is turned
 * into what it is.
 */
export function useTargets(details: RecordingDetailsV2 | undefined): readonly RecordingFormat[] {
  const may = useMay();
  const asked = details !== undefined && details.formats === undefined && may("system.read");
  const { data } = useStorage(asked);
  if (!details || details.kind === "video" || details.status !== "finished" || !details.deletable)
    return [];
  const formats = details.formats ?? data?.formats ?? [];
  return formats.filter((format) => !details.file.toLowerCase().endsWith(`.${format}`));
}

/** Turns a recording into another format; the list and who looks at the old one go on with the new. */
export function useConversion(file: string, onConverted: (recording: RecordingV2) => void) {
  const say = useTexts(TEXTS);
  const formats = useFormats();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (format: RecordingFormat) =>
      api.call("recordings.convert", { params: { file }, body: { format } }),
    onSuccess: (recording) => {
      toast.done(say("converted", { file: recording.file, size: formats.size(recording.size) }));
      onConverted(recording);
      return client.invalidateQueries({ queryKey: RECORDINGS });
    },
  });
}
