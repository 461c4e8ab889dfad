import type { UserV2 } from "@parley/protocol/client";
import { useDeletion } from "../entries/index.js";
import { useTexts } from "../i18n/index.js";
import type { Selection } from "../table/index.js";
import { TEXTS } from "./texts.js";
import { useRemoveUsers } from "./users-changes.js";
import { useRegisteredPhones, userId } from "./users-list.js";

/** Deletes users; says how many phones go silent with them. */
export function useRemoval(selection: Selection<UserV2>) {
  const say = useTexts(TEXTS);
  const phones = useRegisteredPhones();
  const { mutateAsync, isPending } = useRemoveUsers();
  const lossOf = (users: readonly UserV2[]) => {
    const count = users.reduce((sum, { id }) => sum + (phones.get(id) ?? 0), 0);
    return count > 0 ? say("removePhones", { count }) : undefined;
  };
  const deletion = useDeletion({ selection, idOf: userId, remove: mutateAsync, lossOf, say });
  return { ...deletion, pending: isPending };
}
