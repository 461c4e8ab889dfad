import { expect, test } from "vitest";
import { SourceEditError, UnsafeValueError } from "../errors.js";
import { readConferences } from "../readers/index.js";
import { parseSwitchXml } from "../tree/index.js";
import {
  type ConferenceExtension,
  findConferenceExtension,
  findConferenceExtensions,
  removeExtension,
  renameExtension,
  setConferenceData,
  setExtensionNumber,
} from "./extension-edits.js";
import { XmlSource } from "./xml-source.js";

const FLAGS = "$" + "{conf_flags}";
const FILE = `<include>
  <!-- rooms -->
  <extension name="team_room">
      <condition field="destination_number" expression="30000">
            <!-- G722 -->
            <action application="answer"/>
            <action application="conference" data="team_room@16kHz-novideo++flags{${FLAGS}}"/>
      </condition>
  </extension>
  <extension name="plain"><condition field='destination_number' expression='^30001$'><action application='conference' data='a &amp; b'/></condition></extension>
  <extension name="other"><condition field="destination_number" expression="^2....$"/></extension>
</include>
`;

function open(number: string): { source: XmlSource; extension: ConferenceExtension } {
  const source = XmlSource.parse(FILE);
  const extension = findConferenceExtension(source, number);
  if (extension === undefined) throw new Error(`no extension ${number}`);
  return { source, extension };
}

test("finds conference extensions with their parts", () => {
  const found = findConferenceExtensions(XmlSource.parse(FILE));
  expect(found.map(({ number, data }) => [number, data.name, data.profile, data.flags])).toEqual([
    ["30000", "team_room", "16kHz-novideo", FLAGS],
    ["30001", "a & b", "default", ""],
  ]);
  expect(findConferenceExtension(XmlSource.parse(FILE), "30002")).toBeUndefined();
});

test("puts another number between the anchors that are there", () => {
  for (const number of ["30000", "30001"]) {
    const { source, extension } = open(number);
    setExtensionNumber(source, extension.element, "31005");
    expect(source.toString()).toBe(FILE.replace(number, "31005"));
  }
});

test.each(["", "3000a", "30000|1", ".*", "１"])("refuses %j as a number", (number) => {
  const { source, extension } = open("30000");
  expect(() => setExtensionNumber(source, extension.element, number)).toThrow(UnsafeValueError);
  expect(source.toString()).toBe(FILE);
});

test("changes name and profile, keeps flags with their variable", () => {
  const { source, extension } = open("30000");
  setConferenceData(source, extension.element, { name: "O'Neill & Söhne" });
  setConferenceData(source, extension.element, { profile: "48kHz-video" });
  renameExtension(source, extension.element, "O'Neill & Söhne");
  const escaped = "O&apos;Neill &amp; Söhne";
  expect(source.toString()).toBe(
    FILE.replace("team_room@16kHz-novideo", `${escaped}@48kHz-video`).replace("team_room", escaped),
  );
  const context = source.toString().replaceAll("include", "context");
  const [read] = readConferences(parseSwitchXml(`<section>${context}</section>\n`));
  expect(read).toMatchObject({ name: "O'Neill & Söhne", profile: "48kHz-video", flags: FLAGS });
});

test("the same data changes nothing", () => {
  const { source, extension } = open("30001");
  setConferenceData(source, extension.element, { name: "a & b" });
  setConferenceData(source, extension.element, {});
  expect(source.toString()).toBe(FILE);
});

test("sets a pin, and flags only with permission", () => {
  const { source, extension } = open("30001");
  setConferenceData(source, extension.element, { pin: "123" });
  expect(source.toString()).toContain("data='a &amp; b@default+123'");
  expect(() => setConferenceData(source, extension.element, { flags: FLAGS })).toThrow(
    UnsafeValueError,
  );
  const options = { allowChannelVariables: ["conf_flags"] };
  setConferenceData(source, extension.element, { flags: FLAGS }, options);
  expect(source.toString()).toContain(`data='a &amp; b@default+123+flags{${FLAGS}}'`);
});

test.each([{ name: "a+flags{moderator}" }, { name: FLAGS }, { profile: "a@b" }, { name: "" }])(
  "refuses %j naming the part",
  (change) => {
    const { source, extension } = open("30000");
    const [field] = Object.keys(change);
    expect(() => setConferenceData(source, extension.element, change)).toThrowError(
      expect.objectContaining({ field }),
    );
    expect(source.toString()).toBe(FILE);
  },
);

test("removes an extension with its lines", () => {
  const { source, extension } = open("30001");
  removeExtension(source, extension.element);
  expect(source.toString()).toBe(FILE.replace(/ {2}<extension name="plain">.*\n/, ""));
});

test("an extension without a conference cannot be changed into one", () => {
  const source = XmlSource.parse("<extension/>");
  const [extension] = source.root.children;
  if (extension === undefined) throw new Error("not parsed");
  expect(() => setExtensionNumber(source, extension, "1")).toThrow(SourceEditError);
  expect(() => setConferenceData(source, extension, { name: "a" })).toThrow(SourceEditError);
});
