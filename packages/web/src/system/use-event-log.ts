import { useQuery } from "@tanstack/react-query";
import { api } from "../api/index.js";
import { type EventLines, withAnswer } from "./event-lines.js";

const KEY = ["system", "events"] as const;
const EVERY_MS = 2000;
const AT_ONCE = 1000;

async function readOn(known: EventLines | undefined, signal: AbortSignal): Promise<EventLines> {
  const after = known?.items.at(-1)?.seq;
  const query = { limit: AT_ONCE, ...(after === undefined ? {} : { after }) };
  const next = withAnswer(known, await api.call("system.events", { query, signal }));
  return next ?? readOn(undefined, signal);
}

/** What has happened on the switch, followed while the page is looked at. */
export const useEventLog = (paused: boolean) =>
  useQuery({
    queryKey: KEY,
    queryFn: ({ client, signal }) => readOn(client.getQueryData<EventLines>(KEY), signal),
    refetchInterval: paused ? false : EVERY_MS,
    enabled: !paused,
  });
