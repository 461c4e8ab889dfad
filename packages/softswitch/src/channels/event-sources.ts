import type { EventSource } from "../core/index.js";

const source = (file: string, name: string, line: number): EventSource => ({
  file,
  function: name,
  line,
});
export const REQUEST = source("sofia.c", "sofia_handle_sip_i_invite", 10723);
export const CREATE = source("switch_core_state_machine.c", "switch_core_session_run", 626);
export const EXECUTE = source("switch_core_session.c", "switch_core_session_exec", 2944);
export const COMPLETE = source("switch_core_session.c", "switch_core_session_exec", 2967);
export const REAL_READ_CODEC = source(
  "switch_core_codec.c",
  "switch_core_session_set_real_read_codec",
  168,
);
export const WRITE_CODEC = source(
  "switch_core_codec.c",
  "switch_core_session_set_write_codec",
  450,
);
export const PRE_ANSWERED = source(
  "switch_channel.c",
  "switch_channel_perform_mark_pre_answered",
  3560,
);
export const ANSWERED = source("switch_channel.c", "switch_channel_perform_mark_answered", 3846);
export const HANGUP = source("switch_channel.c", "switch_channel_perform_hangup", 3445);
export const REPORTING = source(
  "switch_core_state_machine.c",
  "switch_core_session_reporting_state",
  943,
);
export const DESTROY = source("switch_core_session.c", "switch_core_session_perform_destroy", 1584);
export const DTMF = source("switch_channel.c", "switch_channel_dequeue_dtmf", 677);
