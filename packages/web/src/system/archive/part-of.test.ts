import { expect, test } from "vitest";
import { partOf } from "./part-of.js";

test("an archive that was downloaded here says what it holds", () => {
  expect(partOf("directory-2026-11-22T08-00-00.000Z.tar.gz")).toBe("directory");
  expect(partOf("conferences-mine-2026.tar.gz.age")).toBe("conferences");
  expect(partOf("backup.tgz")).toBe("freeswitch");
  expect(partOf("directory.tar.gz")).toBe("freeswitch");
});
