import { useMemo, useSyncExternalStore } from "react";
import { useMe } from "../session/index.js";
import { historyKey, type PastCall, parseHistory } from "./history.js";

function subscribe(changed: () => void): () => void {
  addEventListener("storage", changed);
  return () => removeEventListener("storage", changed);
}

/** The calls of this browser's user, kept up to date over all its pages. */
export function useHistory(): {
  readonly history: readonly PastCall[];
  readonly clear: () => void;
} {
  const key = historyKey(useMe().id);
  const text = useSyncExternalStore(subscribe, () => localStorage.getItem(key));
  const history = useMemo(() => parseHistory(text), [text]);
  const clear = () => {
    localStorage.removeItem(key);
    dispatchEvent(new StorageEvent("storage", { key }));
  };
  return { history, clear };
}
