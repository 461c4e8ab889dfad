/**
 * Commands to one conference and what FreeSWITCH 1.10.12 answers, in order; from captures 05 to 07. `{room}` is the
 * conference, `{a}` `{b}` `{c}` its members in the order of joining, of which only `c` is no moderator.
 */
export interface ConferenceExpectation {
  readonly send: string;
  readonly reply: string | RegExp;
  /** Actions of `conference::maintenance` that follow, in this order; others may stand between. */
  readonly actions?: readonly string[];
}

const member = (
  command: string,
  reply: string | RegExp,
  action?: string,
): ConferenceExpectation => ({
  send: `conference {room} ${command}`,
  reply,
  ...(action === undefined ? {} : { actions: [action] }),
});

export const CONFERENCE: readonly ConferenceExpectation[] = [
  member("list count", "3"),
  member("get count", "3"),
  member("get rate", "16000"),
  member("get is_locked", "-ERR no reply\n"),
  member("mute {b}", "+OK mute {b}\n", "mute-member"),
  member("unmute {b}", "+OK unmute {b}\n", "unmute-member"),
  member("tmute {b}", "+OK mute {b}\n", "mute-member"),
  member("unmute {b} quiet", "+OK unmute {b}\n", "unmute-member"),
  member("deaf {c}", "+OK deaf {c}\n", "deaf-member"),
  member("undeaf {c}", "+OK undeaf {c}\n", "undeaf-member"),
  {
    send: "conference {room} mute all",
    reply: "+OK mute {c}\n+OK mute {b}\n+OK mute {a}\n",
    actions: ["mute-member", "mute-member", "mute-member"],
  },
  {
    send: "conference {room} unmute all",
    reply: "+OK unmute {c}\n+OK unmute {b}\n+OK unmute {a}\n",
    actions: ["unmute-member", "unmute-member", "unmute-member"],
  },
  member(
    "mute non_moderator",
    "+OK mute {c}\nSkipping moderator (member id {b}).\nSkipping moderator (member id {a}).\n",
    "mute-member",
  ),
  member("unmute last", "+OK unmute {c}\n", "unmute-member"),
  member("mute 999999", "-ERR Non-Existant ID 999999\n"),
  member("energy {b} 300", "Energy {b} = 300\n", "energy-level-member"),
  member("volume_in {b} 2", "+OK Volume IN {b} = 2\n", "volume-in-member"),
  member("volume_out {b} -2", "+OK Volume OUT {b} = -2\n", "volume-out-member"),
  member("volume_in {b} 9", "+OK Volume IN {b} = 4\n", "volume-in-member"),
  member("lock", "+OK {room} locked\n", "lock"),
  member("get is_locked", "locked"),
  member("unlock", "+OK {room} unlocked\n", "unlock"),
  member("pin 1234", "+OK Pin for conference {room} set: 1234\n"),
  member("nopin", "+OK Pin for conference {room} deleted\n"),
  member("play /no/such/file.wav", "-ERR (play) File: /no/such/file.wav not found.\n"),
  // Where the prompts are installed, "is locked" may still play: then there is something to seek in.
  member("file_seek 0", /^(-ERR no reply|\+OK seek to position 0)\n$/),
  member("relate {a} {b} nohear", "+OK {a}->{b} nohear set\n"),
  member("relate {a} {b} clear", "+OK relationship {a}->{b} cleared.\n"),
  member("set max_members 20", "0"),
  member("get max_members", "20"),
  member("setvar colour blue", "+OK\n"),
  member("getvar colour", "blue"),
  member("vid-layout 2x2", "-ERR Conference is not in mixing mode\n"),
  member("nosuchsubcommand", "-ERR Conference command 'nosuchsubcommand' not found.\n"),
  member("enter_sound off", "+OK {room} enter sounds off ()\n", "enter-sounds-off"),
  member("recording check", "-ERR Conference is not being recorded.\n"),
  member("recording start {file}", "+OK Record file {file}\n", "start-recording"),
  member("recording check", "+OK Record file {file}\n"),
  member("recording pause {file}", "+OK Pause recording file {file}\n", "pause-recording"),
  member("recording resume {file}", "+OK Resume recording file {file}\n", "resume-recording"),
  member(
    "recording stop {file}",
    /^Stopped recording file \{file\}\n\+OK Stopped recording \d+ files?\n$/,
    "stop-recording",
  ),
  member(
    "recording stop {file}",
    "-ERR non-existant recording '{file}'\n+OK Stopped recording 0 files\n",
  ),
  member("kick {c}", "+OK kicked {c}\n", "kick-member"),
  member("hup {b}", "+OK hup {b}\n", "hup-member"),
];
