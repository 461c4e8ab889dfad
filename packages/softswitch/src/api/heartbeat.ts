import { formatDuration, type SwitchCore, sessionLimits } from "../core/index.js";
import { uptimeMicros } from "./status.js";
import { VERSION_HEADER } from "./version.js";

function fireHeartbeat(core: SwitchCore): void {
  const { counters } = core;
  const limits = sessionLimits(core);
  const micros = uptimeMicros(core);
  core.fire("HEARTBEAT", {
    headers: [
      ["Event-Info", "System Ready"],
      ["Up-Time", formatDuration(micros)],
      ["FreeSWITCH-Version", VERSION_HEADER],
      ["Uptime-msec", String(Math.floor(micros / 1000))],
      ["Session-Count", String(counters.active)],
      ["Max-Sessions", String(limits.sessions)],
      ["Session-Per-Sec", String(limits.perSecond)],
      ["Session-Per-Sec-Last", String(counters.perSecond)],
      ["Session-Per-Sec-Max", String(counters.perSecondPeak)],
      ["Session-Per-Sec-FiveMin", String(counters.perSecondFiveMinutes)],
      ["Session-Since-Startup", String(counters.total)],
      ["Session-Peak-Max", String(counters.peak)],
      ["Session-Peak-FiveMin", String(counters.peakFiveMinutes)],
      ["Idle-CPU", "99.000000"],
    ],
    source: { file: "switch_core.c", function: "send_heartbeat", line: 95 },
  });
}

/** The heartbeat is a task of the scheduler, which says when it will run next. */
function fireReschedule(core: SwitchCore, intervalMs: number): void {
  core.fire("RE_SCHEDULE", {
    headers: [
      ["Task-ID", "1"],
      ["Task-Desc", "heartbeat"],
      ["Task-Group", "core"],
      ["Task-Runtime", String(Math.floor((Date.now() + intervalMs) / 1000))],
    ],
    source: { file: "switch_scheduler.c", function: "switch_scheduler_execute", line: 73 },
  });
}

/** Fires HEARTBEAT and RE_SCHEDULE every interval; 0 for never. Returns what stops it. */
export function startHeartbeat(core: SwitchCore, intervalMs: number): () => void {
  if (intervalMs <= 0) return () => {};
  const timer = setInterval(() => {
    fireHeartbeat(core);
    fireReschedule(core, intervalMs);
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
