import type { RecordingFormat, RecordingV2 } from "@parley/protocol/client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/index.js";
import { useTexts } from "../../i18n/index.js";
import { toast } from "../../ui/toast.js";
import { useFormats } from "../formats.js";
import { RECORDINGS } from "../use-recordings.js";
import { TEXTS } from "./texts.js";

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
