import { listJson } from "../list-json.js";
import { listRoom } from "../list-text.js";
import { listXml } from "../list-xml.js";
import { countCallers } from "../rooms.js";
import type { Turn } from "../turn.js";
import * as audio from "./audio.js";
import * as files from "./files.js";
import * as levels from "./levels.js";
import * as outcall from "./outcall.js";
import * as recording from "./recording.js";
import * as relations from "./relations.js";
import * as settings from "./settings.js";
import * as video from "./video.js";

export type TextCommand = (turn: Turn, text: string) => boolean;

/** One line of FreeSWITCH's command table; `shown` is the word its usage prints, which is not always the name. */
export type Command = { readonly name: string; readonly shown: string; readonly syntax: string } & (
  | { readonly kind: "room"; readonly run: settings.RoomCommand }
  | { readonly kind: "member"; readonly run: audio.MemberCommand }
  | { readonly kind: "text"; readonly run: TextCommand }
);

const room = (name: string, syntax: string, run: settings.RoomCommand, shown = name): Command => ({
  kind: "room",
  name,
  shown,
  syntax,
  run,
});
const member = (name: string, syntax: string, run: audio.MemberCommand): Command => ({
  kind: "member",
  name,
  shown: name,
  syntax,
  run,
});
const text = (name: string, syntax: string, run: TextCommand): Command => ({
  kind: "text",
  name,
  shown: name,
  syntax,
  run,
});

const count: settings.RoomCommand = (turn) => {
  turn.write(String(countCallers(turn.room)));
  return true;
};
const list: settings.RoomCommand = (turn, argv) => {
  turn.write(listRoom(turn.room, argv.slice(2)));
  return true;
};
const xmlList: settings.RoomCommand = (turn) => {
  turn.write(listXml([turn.room], turn.now));
  return true;
};
const jsonList: settings.RoomCommand = (turn, argv) => {
  turn.write(listJson([turn.room], turn.now, argv.length === 3 && argv[2] === "compact"));
  return true;
};

const NEW_VALUE = "<member_id|all|last|non_moderator> [<newval>]";
const QUIET = "<[member_id|all]|last|non_moderator> [<quiet>]";
const ANY = "<[member_id|all]|last|non_moderator>";
const EACH = "<[member_id|all|last|non_moderator]>";
const SETTABLE =
  "<max_members|sound_prefix|caller_id_name|caller_id_number|endconference_grace_time>";
const DIALLED = "<endpoint_module_name>/<destination> <callerid number> <callerid name>";
const SOUND_WORDS = "on|off|none|file <filename>";
const PAIRS =
  "<member_id>[,<member_id>] <other_member_id>[,<other_member_id>] [nospeak|nohear|clear]";

/** Every command in the order of FreeSWITCH's help. */
export const COMMANDS: readonly Command[] = [
  room("canvas-auto-clear", "<canvas_id> <true|false>", video.autoClear),
  room("count", "", count),
  room("list", "[delim <string>]|[count]", list),
  room("xml_list", "", xmlList),
  room("json_list", "[compact]", jsonList),
  member("energy", NEW_VALUE, levels.energy),
  member("auto-energy", NEW_VALUE, levels.autoEnergy),
  member("max-energy", NEW_VALUE, levels.maxEnergy),
  member("agc", NEW_VALUE, levels.gain),
  member("vid-canvas", NEW_VALUE, video.needsCanvas),
  member("vid-watching-canvas", NEW_VALUE, video.needsCanvas),
  member("vid-layer", NEW_VALUE, video.needsCanvas),
  member("volume_in", NEW_VALUE, levels.volumeIn),
  member("volume_out", NEW_VALUE, levels.volumeOut),
  member("position", "<member_id> <x>:<y>:<z>", audio.position),
  room("auto-3d-position", "[on|off]", settings.autoPosition),
  room("play", "<file_path> [async|<member_id> [nomux]]", files.play),
  room("moh", "<file_path>|toggle|[on|off]", settings.music),
  room("pause_play", "[<member_id>]", files.pausePlay, "pause"),
  room("play_status", "[<member_id>]", files.playStatus),
  room("file_seek", "[+-]<val> [<member_id>]", files.fileSeek),
  text("say", "<text>", files.say),
  text("saymember", "<member_id> <text>", files.sayToMember),
  room("cam", "", video.camera),
  room("stop", "<[current|all|async|last]> [<member_id>]", files.stop),
  member("dtmf", `${EACH} <digits>`, audio.sendDtmf),
  member("kick", `${EACH} [<optional sound file>]`, audio.kick),
  member("vid-flip", EACH, video.needsCanvas),
  member("vid-border", EACH, video.needsCanvas),
  member("hup", EACH, audio.hangUp),
  member("hold", `${ANY} [file]`, audio.hold),
  member("unhold", ANY, audio.unhold),
  member("mute", QUIET, audio.mute),
  member("tmute", QUIET, audio.toggleMute),
  member("unmute", QUIET, audio.unmute),
  member("vmute", QUIET, video.videoMute),
  member("tvmute", QUIET, video.toggleVideoMute),
  member("vmute-snap", ANY, video.needsCanvas),
  member("unvmute", QUIET, video.videoUnmute),
  member("vblind", QUIET, video.blind),
  member("tvblind", QUIET, video.toggleBlind),
  member("unvblind", QUIET, video.unblind),
  member("deaf", ANY, audio.deaf),
  member("undeaf", ANY, audio.undeaf),
  member("vid-filter", `${ANY} <string>`, video.needsCanvas),
  room("relate", PAIRS, relations.relate),
  room("getvar", "<varname>", settings.getVariable),
  room("setvar", "<varname> <value>", settings.setVariable),
  room("lock", "", settings.lock),
  room("unlock", "", settings.unlock),
  room("dial", DIALLED, outcall.dial),
  room("bgdial", DIALLED, outcall.backgroundDial),
  room("transfer", "<conference_name> <member id> [...<member id>]", relations.transfer),
  room("record", "<filename>", recording.record),
  room("chkrecord", "<confname>", recording.checkRecording),
  room("norecord", "<[filename|all]>", recording.stopRecording),
  room("pause", "<filename>", recording.pauseRecording),
  room("resume", "<filename>", recording.resumeRecording),
  room("recording", "[start|stop|check|pause|resume] [<filename>|all]", recording.recording),
  room("exit_sound", SOUND_WORDS, settings.exitSound),
  room("enter_sound", SOUND_WORDS, settings.enterSound),
  room("pin", "<pin#>", settings.pin),
  room("nopin", "", settings.pin),
  room("get", "<parameter-name>", settings.get),
  room("set", `${SETTABLE} <value>`, settings.set),
  room("file-vol", "<vol#>", files.fileVolume),
  member("floor", "<member_id|last>", audio.floor),
  member("vid-floor", "<member_id|last> [force]", video.needsVideo),
  member("vid-banner", "<member_id|last> <text>", video.banner),
  member("vid-mute-img", "<member_id|last> [<path>|clear]", video.needsVideo),
  member("vid-logo-img", "<member_id|last> [<path>|clear]", video.needsVideo),
  member("vid-codec-group", "<member_id|last> [<group>|clear]", video.needsVideo),
  room("vid-res-id", "<member_id>|all <val>|clear [force]", video.reservation),
  member("vid-role-id", "<member_id|last> <val>|clear", video.needsVideo),
  member("get-uuid", "<member_id|last>", audio.uuidOf),
  text("clear-vid-floor", "", video.clearFloor),
  room("vid-layout", "<layout name>|group <group name> [<canvas id>]", video.layout),
  room("vid-write-png", "<path>", video.writePng),
  room("vid-fps", "<fps>", video.framesPerSecond),
  room("vid-res", "<WxH>", video.resolution),
  room("vid-fgimg", "<file> | clear [<canvas-id>]", video.background),
  room("vid-bgimg", "<file> | clear [<canvas-id>]", video.background),
  room("vid-bandwidth", "<BW>", video.bandwidth),
  room("vid-personal", "[on|off]", video.personal),
];

const byName = new Map(COMMANDS.map((command) => [command.name, command]));

export const findCommand = (name: string): Command | undefined => byName.get(name.toLowerCase());

export const usage = (command: Command): string => `${command.shown} ${command.syntax}`;
