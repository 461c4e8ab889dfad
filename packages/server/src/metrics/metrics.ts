import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { KeeperNumbers } from "../recordings-keeper/index.js";
import { addKeeper } from "./keeper.js";

/** Numbers that are read from the rooms when somebody asks. */
export interface MetricSources {
  readonly switchConnected: () => boolean;
  readonly switchCounters: () => Readonly<Record<string, number>>;
  readonly liveConferences: () => number;
  readonly liveMembers: () => number;
  readonly registrations: () => number;
  readonly users: () => number;
  readonly conferences: () => number;
  readonly xmlStateAgeSeconds: () => number;
  readonly webSocketClients: () => number;
  readonly keeper: () => KeeperNumbers;
}

export interface Metrics {
  /** The Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
  readonly requestSeconds: Histogram<"method" | "route" | "status">;
  readonly failedLogins: Counter<"way">;
  readonly recordingTroubles: Counter<"trouble">;
}

/** Everything `/metrics` shows. Each server has a registry of its own, so that several may run in one process. */
export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge("parley_switch_connected", "1 while the link to the switch is up", () =>
    Number(sources.switchConnected()),
  );
  gauge("parley_live_conferences", "Running conferences", sources.liveConferences);
  gauge("parley_live_members", "Members in running conferences", sources.liveMembers);
  gauge("parley_registrations", "Phones signed in", sources.registrations);
  gauge("parley_users", "Users of the directory", sources.users);
  gauge("parley_conferences", "Configured conferences", sources.conferences);
  gauge(
    "parley_xml_state_age_seconds",
    "Since the configuration was last read",
    sources.xmlStateAgeSeconds,
  );
  addKeeper(registry, sources.keeper);
  gauge("parley_websocket_clients", "Open WebSocket connections", sources.webSocketClients);
  new Gauge({
    name: "parley_switch_counter",
    help: "What the link to the switch has counted since the start, by name",
    labelNames: ["name"],
    registers: [registry],
    collect() {
      for (const [name, value] of Object.entries(sources.switchCounters()))
        this.set({ name }, value);
    },
  });
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    requestSeconds: new Histogram({
      name: "parley_http_request_seconds",
      help: "Time to answer HTTP requests",
      labelNames: ["method", "route", "status"],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    }),
    recordingTroubles: new Counter({
      name: "parley_recording_troubles_total",
      help: "Recordings that did not grow, were stopped for want of space or could not begin",
      labelNames: ["trouble"],
      registers: [registry],
    }),
    failedLogins: new Counter({
      name: "parley_failed_logins_total",
      help: "Logins with a wrong name or password",
      labelNames: ["way"],
      registers: [registry],
    }),
  };
}
