import type { ConferenceV2 } from "@parley/protocol/client";
import { useDeletion } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import type { Selection } from "../table/index.js";
import { useRemoveConferences } from "./conferences-changes.js";
import { conferenceNumber, useLiveByNumber } from "./conferences-list.js";
import { TEXTS } from "./texts.js";

/** Deletes conferences; says how many of them are live. */
export function useRemoval(selection: Selection<ConferenceV2>) {
  const say = useTexts(TEXTS);
  const live = useLiveByNumber();
  const { mutateAsync, isPending } = useRemoveConferences();
  const lossOf = (conferences: readonly ConferenceV2[]) => {
    const count = conferences.filter(({ number }) => live.has(number)).length;
    return count > 0 ? say("removeLive", { count }) : undefined;
  };
  const idOf = conferenceNumber;
  const deletion = useDeletion({ selection, idOf, remove: mutateAsync, lossOf, say });
  return { ...deletion, pending: isPending };
}
