const APPLICATIONS: ReadonlySet<string> = new Set([
  "bridge_export",
  "check_acl",
  "cng_plc",
  "early_hangup",
  "eval",
  "event",
  "export",
  "info",
  "log",
  "multiset",
  "multiunset",
  "novideo",
  "presence",
  "push",
  "set",
  "set_global",
  "set_media_stats",
  "set_profile_var",
  "set_user",
  "set_zombie_exec",
  "stop",
  "unset",
  "unshift",
  "verbose_events",
]);

/** Whether an application of mod_dptools may run while the dialplan hunts (SAF_ROUTING_EXEC). */
export const mayRunInline = (application: string): boolean =>
  APPLICATIONS.has(application.toLowerCase());
