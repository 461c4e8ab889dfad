import type { Health } from "./http/index.js";
import { createMetrics, type Metrics } from "./metrics/index.js";
import type { Rooms } from "./rooms.js";
import type { XmlStateRoom } from "./xml-state/index.js";

/** What `/metrics` tells of the rooms. */
export function metricsOf(
  { switch: switch_, xmlState, live, queue, keeper }: Rooms,
  clients: () => number,
): Metrics {
  const members = () => {
    let sum = 0;
    for (const { members } of live.current.conferences.values()) sum += members.size;
    return sum;
  };
  const prefixed = Object.entries(queue.counters).map(([name]) => `change_${name}`);
  return createMetrics({
    switchConnected: () => switch_.connected,
    switchCounters: () => {
      const changes = Object.values(queue.counters);
      const own = Object.fromEntries(prefixed.map((name, index) => [name, changes[index] ?? 0]));
      return { ...switch_.counters, ...own };
    },
    liveConferences: () => live.current.conferences.size,
    liveMembers: members,
    registrations: () => live.current.registrations.size,
    users: () => xmlState.current.users.length,
    conferences: () => xmlState.current.conferences.length,
    xmlStateAgeSeconds: () => ageSeconds(xmlState) ?? 0,
    webSocketClients: clients,
    keeper: () => keeper.numbers,
  });
}

/** What `/health` tells of them. */
export function healthOf({ switch: switch_, xmlState, keeper }: Rooms): Health {
  const { version } = xmlState.current;
  const status = switch_.linkStatus;
  const since = status.state === "up" ? { since: new Date(status.since).toISOString() } : {};
  return {
    status: version === 0 ? "starting" : switch_.connected ? "ok" : "degraded",
    switch: { connected: switch_.connected, ...since },
    xmlState: { version, ageSeconds: ageSeconds(xmlState) ?? null },
    recordings: { full: keeper.numbers.full },
  };
}

function ageSeconds({ current }: XmlStateRoom): number | undefined {
  return current.version === 0 ? undefined : (Date.now() - current.loadedAt) / 1000;
}
