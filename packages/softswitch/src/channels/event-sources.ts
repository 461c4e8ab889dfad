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
export const PROGRESS = source(
  "switch_channel.c",
  "switch_channel_perform_mark_ring_ready_value",
  3505,
);
export const OUTGOING = source(
  "switch_core_session.c",
  "switch_core_session_outgoing_channel",
  768,
);
export const ORIGINATE = source("switch_core_state_machine.c", "switch_core_session_run", 632);
export const PRESENCE = source("switch_channel.c", "switch_channel_perform_presence", 805);
export const BRIDGE = source("switch_ivr_bridge.c", "switch_ivr_multi_threaded_bridge", 1689);
export const UNBRIDGE = source("switch_ivr_bridge.c", "switch_ivr_multi_threaded_bridge", 1879);
export const CALL_UPDATE_SENT = source("mod_sofia.c", "sofia_receive_message", 2100);
export const CALL_UPDATE_FLIPPED = source("switch_channel.c", "switch_channel_flip_cid", 3277);
export const HOLD = source("switch_channel.c", "switch_channel_mark_hold", 875);
export const HOLD_BY_US = source("switch_ivr.c", "switch_ivr_hold", 1558);
export const UNHOLD_BY_US = source("switch_ivr.c", "switch_ivr_unhold", 1638);
export const REINVITE = source("sofia.c", "sofia_handle_sip_i_state", 8489);
export const REFER_ERROR = source("sofia.c", "sofia_handle_sip_i_refer", 9680);
export const PLAYBACK_START = source("switch_ivr_play_say.c", "switch_ivr_play_file", 1646);
export const PLAYBACK_STOP = source("switch_ivr_play_say.c", "switch_ivr_play_file", 2020);
export const PARK = source("switch_ivr.c", "switch_ivr_park", 1002);
export const UNPARK = source("switch_ivr.c", "switch_ivr_park", 1213);
export const PRIVATE_COMMAND = source("switch_ivr.c", "switch_ivr_parse_next_event", 804);
export const RECORD_START = source("switch_ivr_async.c", "record_callback", 1481);
export const RECORD_STOP = source("switch_ivr_async.c", "send_record_stop_event", 1240);
export const BUG_START = source("switch_core_media_bug.c", "switch_core_media_bug_add", 1014);
export const BUG_STOP = source("switch_core_media_bug.c", "switch_core_media_bug_destroy", 84);
