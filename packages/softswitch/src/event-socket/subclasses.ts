/**
 * Subclasses that modules reserve at start. They matter for one case only: `nixevent X` after `event ALL`
 * turns "every subclass" into "those reserved by then".
 */
export const RESERVED_SUBCLASSES: readonly string[] = [
  "conference::maintenance",
  "conference::cdr",
  "sofia::register",
  "sofia::pre_register",
  "sofia::register_attempt",
  "sofia::register_failure",
  "sofia::unregister",
  "sofia::expire",
  "sofia::gateway_state",
  "sofia::gateway_add",
  "sofia::gateway_delete",
  "sofia::sip_user_state",
  "sofia::profile_start",
  "verto::login",
  "verto::client_connect",
  "verto::client_disconnect",
  "spandsp::rxfaxresult",
  "httapi::post",
];
