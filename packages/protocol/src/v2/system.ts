import { z } from "zod";
import { moment } from "./common.js";

export const SystemV2 = z.object({
  server: z.object({
    version: z.string(),
    node: z.string(),
    startedAt: moment,
    /** Bytes of resident memory. */
    memory: z.number().int(),
    /** WebSocket clients of both versions. */
    clients: z.number().int(),
  }),
  switch: z.object({
    connected: z.boolean(),
    since: moment.optional(),
    host: z.string(),
    port: z.number().int(),
    /** As the switch itself says, where it has been asked. */
    version: z.string().optional(),
    /** The text of `status`. */
    status: z.string().optional(),
    sessions: z.number().int().optional(),
  }),
  /** Events of the switch per second, over the last minute. */
  eventRate: z.number(),
  /** Events in each of the last seconds, the newest last. */
  eventsPerSecond: z.array(z.number().int()).optional(),
  configuration: z.object({
    version: z.number().int(),
    ageSeconds: z.number().nullable(),
    users: z.number().int(),
    conferences: z.number().int(),
    files: z.number().int().optional(),
  }),
  live: z.object({
    conferences: z.number().int(),
    members: z.number().int(),
    registrations: z.number().int(),
  }),
});
export type SystemV2 = z.infer<typeof SystemV2>;

export const Reloaded = z.object({ reply: z.string() });

/** One line of the event log: newest last. */
export const SystemEvent = z.object({
  seq: z.number().int(),
  at: moment,
  name: z.string(),
  /** Conference, user or channel it is about. */
  subject: z.string().optional(),
  summary: z.string(),
});
export type SystemEvent = z.infer<typeof SystemEvent>;
export const SystemEventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const SystemEvents = z.object({
  items: z.array(SystemEvent),
  /** When numbering began; another moment than before means that numbers have begun anew. */
  since: moment.optional(),
});
export type SystemEvents = z.infer<typeof SystemEvents>;

/** One api command of the event socket, as fs_cli takes it. */
export const ConsoleCommand = z.strictObject({ command: z.string().trim().min(1).max(1024) });
export const ConsoleReply = z.object({ reply: z.string() });
