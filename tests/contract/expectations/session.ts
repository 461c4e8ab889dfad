/** What is written, and the Reply-Text (or api body) that FreeSWITCH 1.10.12 answers; from capture 02. */
export interface SessionExpectation {
  readonly send: string;
  readonly reply: string | RegExp;
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

export const SESSION: readonly SessionExpectation[] = [
  { send: "event plain ALL", reply: "+OK event listener enabled plain" },
  { send: "nixevent HEARTBEAT RE_SCHEDULE", reply: "+OK events nixed" },
  { send: "noevents", reply: "+OK no longer listening for events" },
  { send: "noevents", reply: "-ERR not listening for events" },
  {
    send: "event plain CUSTOM conference::maintenance sofia::register",
    reply: "+OK event listener enabled plain",
  },
  { send: "event json CHANNEL_CREATE BACKGROUND_JOB", reply: "+OK event listener enabled json" },
  { send: "EVENTS plain CHANNEL_CREATE", reply: "+OK event listener enabled plain" },
  {
    send: "filter Event-Name CHANNEL_CREATE",
    reply: "+OK filter added. [Event-Name]=[CHANNEL_CREATE]",
  },
  {
    send: "filter delete Event-Name CHANNEL_CREATE",
    reply: "+OK filter deleted. [Event-Name][CHANNEL_CREATE]",
  },
  { send: "filter delete all", reply: "+OK filter deleted. [all][]" },
  { send: "nosuch", reply: "-ERR command not found" },
  { send: "api nosuchcommand", reply: "-ERR nosuchcommand Command not found!\n" },
  { send: "api conference nosuch lock", reply: "-ERR Conference nosuch not found\n" },
  { send: "api conference nosuch list", reply: "-ERR Conference nosuch not found\n" },
  { send: "api conference list", reply: "+OK No active conferences.\n" },
  { send: "api conference json_list", reply: "[]" },
  {
    send: "api conference xml_list",
    reply: '<?xml version="1.0"?>\n<conferences></conferences>\n',
  },
  { send: "api uuid_kill nosuch", reply: "-ERR No such channel!\n" },
  { send: "api uuid_exists nosuch", reply: "false" },
  { send: "api echo hello", reply: "hello" },
  { send: "api", reply: "-ERR command not found" },
  { send: "bgapi", reply: "-ERR command not found" },
  { send: "event plain NO_SUCH_EVENT", reply: "-ERR no keywords supplied" },
  { send: "event", reply: "-ERR no keywords supplied" },
  { send: "nixevent", reply: "-ERR no keywords supplied" },
  { send: "filter", reply: "-ERR command not found" },
  { send: "getvar nothing", reply: "-ERR command not found" },
  { send: "connect", reply: "-ERR command not found" },
  { send: "divert_events on", reply: "-ERR not controlling a session." },
  { send: "linger", reply: "-ERR not controlling a session" },
  { send: "nolinger", reply: "-ERR not controlling a session" },
  { send: "log 7", reply: "+OK log level 7 [7]" },
  { send: "nolog", reply: "+OK no longer logging" },
  { send: "nolog", reply: "-ERR not loging" },
  { send: "log nosuch", reply: "-ERR invalid log level" },
  { send: "bgapi status", reply: new RegExp(`^\\+OK Job-UUID: ${UUID}$`) },
  {
    send: "bgapi status\nJob-UUID: 11111111-2222-3333-4444-555555555555",
    reply: "+OK Job-UUID: 11111111-2222-3333-4444-555555555555",
  },
  {
    send: "sendevent CUSTOM\nEvent-Subclass: parley::test\nX-Name: a%20b",
    reply: new RegExp(`^\\+OK ${UUID}$`),
  },
  {
    send: "sendmsg no-such-uuid\ncall-command: hangup",
    reply: "-ERR invalid session id [no-such-uuid]",
  },
  { send: "auth again", reply: "-ERR command not found" },
  { send: "api xml_locate nosuch", reply: "can't find anything\n" },
  { send: "api xml_locate directory domain", reply: "-ERR bad args\n" },
  { send: "api xml_locate directory", reply: /^<section name="directory"/ },
  { send: "api xml_locate dialplan", reply: /^<section name="dialplan"/ },
  {
    send: "api xml_locate configuration configuration name conference.conf",
    reply: /^<configuration name="conference.conf".*<caller-controls>.*<profiles>/s,
  },
  { send: "api global_getvar no_such_variable", reply: "-ERR no reply\n" },
  { send: "api global_getvar domain", reply: /^[^\n]+$/ },
  { send: "api global_getvar", reply: /^core_uuid=[0-9a-f-]{36}$/m },
  { send: "api show channels as json", reply: '{"row_count": 0}\n' },
  { send: "api show calls as json", reply: '{"row_count": 0}\n' },
  { send: "api show channels", reply: "\n0 total.\n" },
  { send: "api show nosuch", reply: /^-USAGE: / },
  {
    send: "api status",
    reply: /^UP 0 years, \d+ days?, [^\n]+ microseconds?\nFreeSWITCH \(Version [^\n]+\) is ready\n/,
  },
  { send: "api version", reply: /^FreeSWITCH Version 1\.10\.\d+[^\n]*\n$/ },
  { send: "api version short", reply: /^1\.10\.\d+[^\n]*\n$/ },
  { send: "api uptime", reply: /^\d+\n$/ },
  { send: "api sofia status", reply: /^ {21}Name\t {3}Type\t {38}Data\tState\n={97}\n/ },
  { send: "api sofia xmlstatus profile nosuch reg", reply: "Invalid Profile!\n" },
  { send: "api module_exists mod_conference", reply: "true" },
  { send: "api module_exists mod_nosuch", reply: "false" },
  { send: "api create_uuid", reply: new RegExp(`^${UUID}$`) },
  { send: "api reloadxml", reply: "+OK [Success]\n" },
];
