import fc from "fast-check";
import { expect, test } from "vitest";
import { recordingPath } from "../live-state/index.js";
import { begunAt, conferenceFinder, isRecordingName } from "./names.js";

const NOW = Date.parse("2026-11-22T08:00:00.123Z");
const nameOf = (conference: string) =>
  recordingPath("/r", { name: conference, type: "default" }, NOW).slice(3);

test("what the switch writes is a recording's name, whatever the conference is called", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme", maxLength: 300 }), (conference) => {
      const name = nameOf(conference);
      expect(isRecordingName(name)).toBe(true);
      expect(begunAt(name)).toBe(NOW);
      expect(conferenceFinder([{ name: conference, context: "team" }])(name)).toBeDefined();
    }),
  );
});

test("paths, hidden files, control characters, other endings and endless names are no recordings", () => {
  const refused = [
    "",
    ".",
    "..",
    ".wav",
    "..wav",
    "../a.wav",
    "a/b.wav",
    "/etc/a.wav",
    "..\\a.wav",
    "a\u0000.wav",
    "a\n.wav",
    "a\u007f.wav",
    "passwd",
    "a.wav.exe",
    "a.wav/",
    "a.wav\u0000.txt",
    "a.wav\n",
    ".hidden.wav",
    `${"a".repeat(252)}.wav`,
    `${"é".repeat(126)}.wav`,
  ];
  for (const name of refused) expect(isRecordingName(name), JSON.stringify(name)).toBe(false);
});

test("percent signs, reserved names of other systems, colons and dots are ordinary characters", () => {
  const accepted = ["%2e%2e%2fa.wav", "CON.wav", "a:b.wav", "a..wav", "-rf.wav", "ל\u202eא.MP3"];
  for (const name of accepted) expect(isRecordingName(name), name).toBe(true);
});

test("a date that is none says nothing about the beginning", () => {
  expect(begunAt("team-2026-13-45T08:00:00.000Z.wav")).toBeUndefined();
  expect(begunAt("team.wav")).toBeUndefined();
});

const CONFERENCES = [
  { name: "team", context: "team" },
  { name: "team-friends", context: "friends" },
  { name: "team-friends-late", context: "public" },
];

test("of several conferences that begin a foreign name it is the longest", () => {
  const find = conferenceFinder(CONFERENCES);
  expect(find("team-friends-late-1.wav")?.name).toBe("team-friends-late");
  expect(find("team-friends-1.wav")?.name).toBe("team-friends");
  expect(find("team-1.wav")?.name).toBe("team");
  expect(find("teamwork-1.wav")).toBeUndefined();
  expect(find("team.wav")).toBeUndefined();
});

test("a name of ours belongs to its own conference only, even when that is there no more", () => {
  const find = conferenceFinder(CONFERENCES);
  expect(find(nameOf("team-friends"))?.name).toBe("team-friends");
  expect(find(nameOf("team-board"))).toBeUndefined();
});

test("what two conferences of different contexts would both be called is nobody's", () => {
  const find = conferenceFinder([
    { name: "a/b", context: "team" },
    { name: "a_b", context: "public" },
    { name: "a\\b", context: "public" },
  ]);
  expect(find(nameOf("a_b"))).toBeUndefined();
  const same = conferenceFinder([
    { name: "a/b", context: "public" },
    { name: "a_b", context: "public" },
  ]);
  expect(same(nameOf("a_b"))?.context).toBe("public");
});
