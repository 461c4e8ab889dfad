import fc from "fast-check";
import { expect, test } from "vitest";
import {
  recordingPath,
  recordsVideo,
  safeFileName,
  withoutFileParameters,
} from "./recording-path.js";

const moment = Date.UTC(2026, 10, 22, 2, 25, 3, 943);

test("a recording is named after the conference and the moment", () => {
  const conference = { name: "public_room", type: "16kHz-novideo" };
  expect(recordingPath("/var/recordings/", conference, moment)).toBe(
    "/var/recordings/public_room-2026-11-22T02:25:03.943Z.wav",
  );
});

test("a conference with a canvas is recorded with its pictures", () => {
  expect(recordingPath("/r", { name: "a", type: "48kHz-video-mux" }, moment)).toMatch(/\.mp4$/);
  expect(recordsVideo("48kHz-video")).toBe(false);
});

test("spaces, umlauts and quotes of a name stay as they are", () => {
  expect(safeFileName('Zoë\'s & "room"')).toBe('Zoë\'s & "room"');
});

test("a name leaves no folder, hides no file, and has no control characters", () => {
  expect(safeFileName("../../etc/passwd")).toBe("___.._etc_passwd");
  expect(safeFileName(".hidden")).toBe("_hidden");
  expect(safeFileName("a\nb\0c")).toBe("a_b_c");
  expect(safeFileName("")).toBe("_");
});

test("whatever the name, the file is a direct child of the folder with a name that file systems take", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (name) => {
      const path = recordingPath("/r", { name, type: "x" }, moment);
      const file = path.slice("/r/".length);
      expect(path.startsWith("/r/")).toBe(true);
      expect(file).not.toMatch(/[/\\\p{Cc}]/u);
      expect(file).not.toMatch(/^\./);
      expect(Buffer.byteLength(file)).toBeLessThanOrEqual(255);
    }),
  );
});

test("file parameters before a path are no part of it", () => {
  expect(withoutFileParameters("{channels=1,fps=15.15}/r/a.mp4")).toBe("/r/a.mp4");
  expect(withoutFileParameters("/r/{a}.wav")).toBe("/r/{a}.wav");
});
