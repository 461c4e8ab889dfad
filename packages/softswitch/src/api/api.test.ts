import { parseXml, type XmlElement } from "@parley/fsxml";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readCapture } from "../../../../tests/_util/captures.js";
import { recordedReply } from "../../testing/capture-tree.js";
import type { RawClient } from "../../testing/raw-client.js";
import { exchanges } from "../../testing/replay.js";
import { SmallSwitch } from "../../testing/small-switch.js";
import { CALL_COLUMNS, CHANNEL_COLUMNS } from "./index.js";

let small: SmallSwitch;
let client: RawClient;

beforeEach(async () => {
  small = await SmallSwitch.start();
  client = await small.login();
});

afterEach(() => small.close());

/** Elements and attributes without the blanks between them, which belong to the files. */
const bare = ({ name, attributes, children }: XmlElement): unknown => ({
  name,
  attributes: { ...attributes },
  children: children.map(bare),
});

const recorded = (command: string): string =>
  recordedReply(readCapture("03-config-queries"), `api ${command}`);

test("xml_locate prints the elements and attributes that were recorded", async () => {
  for (const command of [
    "xml_locate directory",
    "xml_locate dialplan",
    "xml_locate configuration configuration name conference.conf",
    "xml_locate directory domain name 127.0.0.1",
  ]) {
    expect(bare(parseXml(await client.api(command))), command).toEqual(
      bare(parseXml(recorded(command))),
    );
  }
});

test("xml_locate takes a section or four words, the surplus being part of the value", async () => {
  expect(await client.api("xml_locate")).toBe("-ERR bad args\n");
  expect(await client.api("xml_locate directory domain")).toBe("-ERR bad args\n");
  expect(await client.api("xml_locate directory domain name")).toBe("-ERR bad args\n");
  expect(await client.api("xml_locate directory domain name no such")).toBe(
    "can't find anything\n",
  );
  await client.reply("event plain RELOADXML");
  client.write("api xml_locate root\n\n");
  const [root, event] = await client.takeMany(2);
  expect(root?.body.startsWith('<document type="freeswitch/xml">')).toBe(true);
  expect(event?.body).toContain("Event-Name: RELOADXML\n");
});

test("global variables are listed as set by the core and then by the tree", async () => {
  const names = (text: string): string[] =>
    text
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0] ?? "");
  const list = names(await client.api("global_getvar"));
  const builtIn = names(recorded("global_getvar")).slice(0, 23);
  expect(list.slice(0, 23)).toEqual(builtIn);
  expect(list.slice(23)).toEqual(["domain", "domain_name", "es_pw", "recordings_dir"]);
});

test("global_setvar says +OK even when its condition does not hold", async () => {
  expect(await client.api("global_setvar color=red")).toBe("+OK");
  expect(await client.api("global_setvar color=blue=green")).toBe("+OK");
  expect(await client.api("global_getvar Color")).toBe("red");
  expect(await client.api("eval I like ${color}")).toBe("I like red");
  expect(await client.api("global_setvar color=")).toBe("+OK");
  expect(await client.api("global_getvar color")).toBe("-ERR no reply\n");
});

test("show prints rows as text, json and xml, and nothing in its three ways", async () => {
  expect(await client.api("show channels")).toBe("\n0 total.\n");
  expect(await client.api("show channels as json")).toBe('{"row_count": 0}\n');
  expect(await client.api("show calls as xml")).toBe('<result row_count="0"/>\n');
  expect(await client.api("show nosuch")).toMatch(/^-USAGE: codec\|/);
  const columns = ["uuid", "name"];
  const rows = [
    { uuid: "1", name: "a<b" },
    { uuid: "2", name: "c" },
  ];
  small.softswitch.core.show.register("channels", { columns, rows: () => rows });
  expect(await client.api("show channels")).toBe("uuid,name\n1,a<b\n2,c\n\n2 total.\n");
  expect(await client.api("show channels as delim |")).toBe("uuid|name\n1|a<b\n2|c\n\n2 total.\n");
  expect(await client.api("show channels as json")).toBe(
    '{"row_count":2,"rows":[{"uuid":"1","name":"a<b"},{"uuid":"2","name":"c"}]}',
  );
  expect(await client.api("show channels as xml")).toContain('<row row_id="2"><uuid>2</uuid>');
  expect(await client.api("show channels count")).toBe("\n2 total.\n");
  expect(await client.api("show channels count as json")).toBe('{"row_count":2,"rows":[]}');
  expect(await client.api("show channels like c")).toBe("uuid,name\n2,c\n\n1 total.\n");
  expect(await client.api("show channels as yaml")).toBe("-ERR Cannot find format yaml\n");
});

test("the columns of channels are those recorded, in their order", () => {
  const [reply] = exchanges(readCapture("05-conference-plain"))
    .filter(({ sent }) => sent.toString() === "api show channels as json\n\n")
    .flatMap(({ frames }) => frames)
    .filter(({ contentType }) => contentType === "api/response");
  const listing = JSON.parse(reply?.body ?? "") as { rows: Record<string, string>[] };
  expect(CHANNEL_COLUMNS).toEqual(Object.keys(listing.rows[0] ?? {}));
  expect(CALL_COLUMNS.slice(20, 24)).toEqual([
    "sent_callee_num",
    "b_uuid",
    "b_direction",
    "b_created",
  ]);
  expect(CALL_COLUMNS).not.toContain("b_call_uuid");
});

test("directory questions are answered without a line feed", async () => {
  const answers: Readonly<Record<string, string>> = {
    "user_exists id 20001 127.0.0.1": "true",
    "user_exists id 29999 127.0.0.1": "false",
    user_exists: "false",
    "domain_exists 127.0.0.1": "true",
    "domain_exists example.org": "false",
    "user_data 20001@127.0.0.1 param password": "alicepw",
    "user_data 20001@127.0.0.1 var user_context": "team",
    "user_data 20001@127.0.0.1 attr id": "20001",
    "in_group 20001@127.0.0.1,team": "true",
    "in_group 20001@127.0.0.1,friends": "false",
    "find_user_xml id 29999 127.0.0.1": "-ERR can't find user\n",
    "find_user_xml id": "-ERR bad args\n",
    "module_exists mod_conference": "true",
    "module_exists mod_nosuch": "false",
    "uuid_exists nosuch": "false",
  };
  for (const [command, answer] of Object.entries(answers)) {
    expect(await client.api(command), command).toBe(answer);
  }
  const user = parseXml(await client.api("find_user_xml id 20001 127.0.0.1"));
  expect(user.attributes["domain-name"]).toBe("127.0.0.1");
});

test("list_users has a line per user and its filters", async () => {
  const lines = (await client.api("list_users")).split("\n");
  expect(lines[0]).toBe(
    "userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number",
  );
  expect(lines).toContain("20001|team|127.0.0.1|team|error/user_not_registered||alice|20001");
  expect((await client.api("list_users group friends")).split("\n")).toHaveLength(5);
  expect(await client.api("list_users user nobody")).toMatch(/\n\n\+OK\n$/);
});

test("words that sofia does not know are refused in its many ways", async () => {
  expect(await client.api("sofia status profile nosuch reg")).toBe("Invalid Profile!\n");
  expect(await client.api("sofia status nosuch x")).toBe("Invalid Syntax!\n");
  expect(await client.api("sofia status gateway x")).toBe("Invalid Gateway!\n");
  expect(await client.api("sofia profile nosuch rescan")).toBe("Invalid Profile [nosuch]");
  expect(await client.api("sofia profile internal nosuch")).toBe("-ERR Unknown command!\n");
  expect(await client.api("sofia profile internal rescan")).toBe(
    "Reload XML [Success]\n+OK scan complete\n",
  );
  expect(await client.api("sofia xmlstatus")).toContain("<state>RUNNING (0) (TLS)</state>");
});

test("bgapi as a command of its own reports under its own words", async () => {
  await client.reply("event json BACKGROUND_JOB");
  expect(await client.api("bgapi uuid:my-job nosuch")).toBe("+OK Job-UUID: my-job\n");
  expect(JSON.parse((await client.take()).body)).toMatchObject({
    "Job-UUID": "my-job",
    "Job-Command": "nosuch",
    _body: "nosuch: Command not found!\n",
  });
});

test("numbers and units of uptime, and the other small ones", async () => {
  expect(Number(await client.api("uptime us"))).toBeGreaterThan(0);
  expect(await client.api("uptime weeks")).toMatch(/^-USAGE: \[us\|ms/);
  expect(await client.api("version short")).toBe("1.10.12\n");
  expect(await client.api("hostname")).toBe("vm");
  expect(await client.api("create_uuid")).toMatch(/^[0-9a-f-]{36}$/);
  expect(await client.api("reloadacl")).toBe("+OK acl reloaded\n");
  expect(await client.api("json {")).toBe("-ERR Parse error.\n");
  expect(await client.api('json {"command":"x"}')).toContain('"status":"error"');
  expect(await client.api('event_channel_broadcast {"eventChannel":"a"}')).toBe(
    "+OK message sent\n",
  );
  expect(await client.api("event_channel_broadcast {")).toBe("-ERR parsing json\n");
  expect(await client.api("fsctl nosuch")).toMatch(/^-ERR Invalid command\nUSAGE: fsctl /);
  expect(await client.api("xml_wrap version short")).toBe(
    '<result>\n  <row id="1">\n    <data>1.10.12\n</data>\n  </row>\n</result>\n',
  );
});

test("fsctl shutdown is answered, announced and passed on", async () => {
  let asked = 0;
  const other = await SmallSwitch.start({ onShutdown: () => (asked += 1) });
  const peer = await other.login();
  await peer.reply("event plain SHUTDOWN_REQUESTED");
  expect(await peer.api("fsctl shutdown")).toBe("+OK\n");
  expect((await peer.take()).body).toContain("Event-Info: ASAP\n");
  expect(asked).toBe(1);
  await other.close();
});
