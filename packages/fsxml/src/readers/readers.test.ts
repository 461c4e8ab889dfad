import fc from "fast-check";
import { expect, test } from "vitest";
import { captureReply } from "../../testing/capture-bodies.js";
import { UnsafeValueError } from "../errors.js";
import { lookup, parseSwitchXml, parseXml } from "../tree/index.js";
import { readConferenceConfig } from "./conference-config.js";
import { formatConferenceData, parseConferenceData } from "./conference-data.js";
import { readConferences } from "./dialplan.js";
import { readDirectory } from "./directory.js";

const reply = (argument: string) =>
  parseXml(captureReply("03-config-queries", `api xml_locate ${argument}`));
const FLAGS = "$" + "{conf_flags}";

test("reads the users of the recorded directory", () => {
  const [domain] = readDirectory(reply("directory"));
  expect(domain).toMatchObject({ name: "127.0.0.1", groups: ["team", "friends", "public"] });
  expect(domain?.users.map(({ id, group }) => [id, group])).toEqual([
    ["20000", "team"],
    ["20001", "team"],
    ["21000", "friends"],
    ["22000", "public"],
  ]);
  const alice = domain?.users[1];
  expect(alice?.params.password).toBe("alicepw");
  expect(alice?.variables).toMatchObject({ verto_dvar_email: "alice@example.com", conpin: "2357" });
  expect(alice?.params["jsonrpc-allowed-methods"]).toBe("verto");
  expect(Object.keys(alice?.own.params ?? {})).toEqual(["password", "vm-password"]);
});

test("section, domain and document give the same users", () => {
  const section = reply("directory");
  const domain = reply("directory domain name 127.0.0.1");
  const document = { name: "document", attributes: {}, children: [section], text: "" };
  expect(readDirectory(domain)).toEqual(readDirectory(section));
  expect(readDirectory(document)).toEqual(readDirectory(section));
});

const DIRECTORY = `<section name="directory"><domain name="d">
  <params><param name="password" value="domain"/><param name="Shared" value="domain"/></params>
  <variables><variable name="v" value="domain"/></variables>
  <groups><group name="g"><params><param name="shared" value="group"/></params><users>
    <user id="1"><params><param name="PASSWORD" value="own"/><param name="twice" value="1"/><param name="twice" value="2"/></params>
      <params><param name="ignored" value="second block"/></params></user>
    <user id="2" type="pointer"/></users></group></groups>
  <users><user id="2" number-alias="9"/></users>
</domain></section>`;

test("user goes before group before domain, names without case", () => {
  const [one] = readDirectory(parseXml(DIRECTORY))[0]?.users ?? [];
  expect(one?.params).toEqual({ PASSWORD: "own", twice: "2", shared: "group" });
  expect(one?.own.params).toEqual({ PASSWORD: "own", twice: "2" });
  expect(one?.variables).toEqual({ v: "domain" });
  expect(lookup(one?.params ?? {}, "password")).toBe("own");
});

test("pointers and users outside groups are told apart", () => {
  const users = readDirectory(parseXml(DIRECTORY))[0]?.users ?? [];
  expect(users.map(({ id, group, type }) => [id, group, type])).toEqual([
    ["1", "g", undefined],
    ["2", "g", "pointer"],
    ["2", undefined, undefined],
  ]);
  expect(users[2]?.attributes["number-alias"]).toBe("9");
  expect(users[2]?.params).toEqual({ password: "domain", Shared: "domain" });
});

test("reads the conferences of the recorded dialplan", () => {
  expect(readConferences(reply("dialplan"))).toEqual(
    [
      ["team_room", "30000", "16kHz-novideo"],
      ["video_room", "30001", "48kHz-video"],
      ["friends_room", "31000", "16kHz-novideo"],
      ["public_room", "32000", "16kHz-novideo"],
    ].map(([name, number, profile]) => ({
      context: "team",
      extension: name,
      number,
      name,
      profile,
      pin: "",
      flags: FLAGS,
    })),
  );
  expect(readConferences(reply("dialplan"), { context: "public" })).toEqual([]);
  expect(readConferences(reply("dialplan"), { context: "TEAM" })).toHaveLength(4);
});

function extension(expression: string, data: string): string {
  return `<context name="c"><extension name="e"><condition field="destination_number" expression="${expression}">
    <action application="answer"/><action application="conference" data="${data}"/></condition></extension></context>`;
}

test.each(["30000", "^30000$", "^(30000)$", "^30000", "30000$"])(
  "takes %s for one literal number",
  (expression) => {
    expect(readConferences(parseXml(extension(expression, "a@b")))).toMatchObject([
      { number: "30000", name: "a", profile: "b", context: "c", extension: "e" },
    ]);
  },
);

test.each(["^3000.$", "^(30000|1)$", ".*", "^(30000$", ""])("passes over %j", (expression) => {
  expect(readConferences(parseXml(extension(expression, "a@b")))).toEqual([]);
});

test("reads data and expression from text as FreeSWITCH prefers it", () => {
  const tree = parseSwitchXml(
    `<context name="c"><extension name="e"><condition field="destination_number" expression="1"><expression>^2$</expression><action application="conference" data="x@y"><![CDATA[a@b]]></action></condition></extension></context>\n`,
  );
  expect(readConferences(tree)).toMatchObject([{ number: "2", name: "a", profile: "b" }]);
});

test.each([
  [
    `Größe & 'Eck'@p++flags{${FLAGS}}`,
    { name: "Größe & 'Eck'", profile: "p", pin: "", flags: FLAGS },
  ],
  ["a b@p+123+flags{mute|deaf}", { name: "a b", profile: "p", pin: "123", flags: "mute|deaf" }],
  ["a@b@c", { name: "a@b", profile: "c", pin: "", flags: "" }],
  ["a", { name: "a", profile: "default", pin: "", flags: "" }],
  ["  a@p+1", { name: "a", profile: "p", pin: "1", flags: "" }],
  ["a@p+flags{mute", { name: "a", profile: "p", pin: "", flags: "mute" }],
  ["a@p+1+2", { name: "a", profile: "p", pin: "1+2", flags: "" }],
])("takes %j apart as mod_conference does", (data, parts) => {
  expect(parseConferenceData(data)).toEqual(parts);
});

test("a bridging conference is none that others can join", () => {
  expect(parseConferenceData("bridge:a@b:none")).toBeUndefined();
});

test("formats what it can read back", () => {
  expect(formatConferenceData({ name: "a", profile: "p" })).toBe("a@p");
  expect(formatConferenceData({ name: "a", profile: "p", pin: "1" })).toBe("a@p+1");
  expect(formatConferenceData({ name: "a", profile: "p", flags: FLAGS })).toBe(
    `a@p++flags{${FLAGS}}`,
  );
  const text = fc.string();
  fc.assert(
    fc.property(text, text, text, text, (name, profile, pin, flags) => {
      let data: string;
      try {
        data = formatConferenceData({ name, profile, pin, flags });
      } catch (error) {
        expect(error).toBeInstanceOf(UnsafeValueError);
        return;
      }
      expect(parseConferenceData(data)).toEqual({ name, profile, pin, flags });
    }),
  );
});

test.each([
  [{ name: "", profile: "p" }, "name"],
  [{ name: "a+b", profile: "p" }, "name"],
  [{ name: " a", profile: "p" }, "name"],
  [{ name: "Bridge:a", profile: "p" }, "name"],
  [{ name: "a", profile: "p@q" }, "profile"],
  [{ name: "a", profile: "p", pin: "1+flags{moderator}" }, "pin"],
  [{ name: "a", profile: "p", flags: "mute}+x" }, "flags"],
])("refuses %j naming the part", (parts, field) => {
  expect(() => formatConferenceData(parts)).toThrowError(expect.objectContaining({ field }));
});

test("reads profiles and caller controls of the recorded conference.conf", () => {
  const config = readConferenceConfig(reply("configuration configuration name conference.conf"));
  expect(config.profiles.map(({ name }) => name)).toEqual(["16kHz-novideo", "48kHz-video"]);
  expect(config.profiles[0]?.params).toMatchObject({
    rate: "16000",
    "moderator-controls": "moderators",
  });
  expect([...config.controls.keys()]).toEqual(["default", "moderators"]);
  expect(config.controls.get("moderators")?.[1]).toEqual({
    action: "event",
    digits: "*",
    data: "muteall",
  });
  expect(config.controls.get("default")?.at(-1)).toEqual({
    action: "hangup",
    digits: "#",
    data: undefined,
  });
});

test("reads _ in parameters as -, keeps the last, skips controls without digits", () => {
  const config = readConferenceConfig(
    parseXml(`<configuration><caller-controls><group name="g"><control action="mute"/><control action="hangup" digits="#"/></group>
      <group name="g"/></caller-controls>
      <profiles><profile name="p"><param name="energy_level" value="1"/><param name="energy-level" value="2"/></profile></profiles></configuration>`),
  );
  expect(config.profiles).toEqual([{ name: "p", params: { "energy-level": "2" } }]);
  expect(config.controls.get("g")).toHaveLength(1);
});
