import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RecordingsAnswerV1, RecordingsChangeAnswerV1 } from "@parley/protocol";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DigestClient } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";

let system: TestSystem;
let team: DigestClient;
let friends: DigestClient;
let visitor: DigestClient;

const TEAM = "team-2026-11-20T08:00:00.000Z.wav";
const FRIENDS = "friends-2026-11-21T08:00:00.000Z.wav";
const PUBLIC = "public-2026-11-22T08:00:00.000Z.wav";

beforeAll(async () => {
  system = await startSystem();
  const people = await system.people();
  team = system.client(people.team);
  friends = system.client(people.friends);
  visitor = system.client(people.public);
});
afterAll(() => system.stop());
beforeEach(() => {
  for (const name of [TEAM, FRIENDS, PUBLIC]) writeFileSync(pathOf(name), `sound of ${name}`);
});

const pathOf = (name: string) => join(system.settings.recordingsDir ?? "", name);
const fileUrl = (group: string, file: string) => `${group}/${encodeURIComponent(file)}`;

test("administrators list, find and fetch every recording", async () => {
  const { body } = await team.get("/api/recordings");
  expect(RecordingsAnswerV1.parse(body)).toEqual(body);
  expect(body).toEqual({ op: "api/recordings", files: [PUBLIC, FRIENDS, TEAM] });
  const found = await team.get("/api/recordings/find/2026-11-21");
  expect(found.body).toEqual({ op: "api/recordings/find/2026-11-21", files: [FRIENDS] });
  const file = await team.get(fileUrl("/api/recordings", TEAM));
  expect([file.status, file.body["text"]]).toEqual([200, `sound of ${TEAM}`]);
  expect(file.headers.get("content-type")).toBe("audio/wav");
});

test("moderators have those of conferences that are not team's, administrators the same there", async () => {
  for (const client of [friends, team]) {
    const { body } = await client.get("/fr/friendsrec");
    expect(body).toEqual({ op: "friendserc", files: [PUBLIC, FRIENDS] });
    expect((await client.get(fileUrl("/fr/friendsrec", FRIENDS))).status).toBe(200);
    expect((await client.get(fileUrl("/fr/friendsrec", TEAM))).status).toBe(404);
  }
  expect((await friends.get(fileUrl("/api/recordings", FRIENDS))).status).toBe(403);
  expect((await visitor.get("/fr/friendsrec")).status).toBe(403);
  expect((await visitor.get(fileUrl("/fr/friendsrec", PUBLIC))).status).toBe(403);
});

test("what is removed is named, what is not stays", async () => {
  const items = [{ file: FRIENDS }, { file: "../conf/vars.xml" }, { file: "nothing.wav" }];
  const { status, body } = await team.post("/api/recordings/del", items);
  expect(status).toBe(200);
  expect(RecordingsChangeAnswerV1.parse(body)).toEqual(body);
  expect(body).toEqual({
    op: "api/recordings/del",
    done: [FRIENDS],
    failed: ["../conf/vars.xml", "nothing.wav"],
  });
  expect(existsSync(pathOf(FRIENDS))).toBe(false);
  expect(existsSync(join(system.confDir, "vars.xml"))).toBe(true);
});

test("moderators remove theirs only; when nothing is done the status says so", async () => {
  const refused = await friends.post("/fr/delfriendsrec", [{ file: TEAM }]);
  expect([refused.status, refused.body["failed"]]).toEqual([404, [TEAM]]);
  expect(refused.body.error).toMatch(/no recording/);
  expect(existsSync(pathOf(TEAM))).toBe(true);
  const done = await friends.post("/fr/delfriendsrec", [{ file: PUBLIC }]);
  expect(done.body).toEqual({ op: "delfriendsrec", done: [PUBLIC], failed: [] });
  expect((await friends.post("/api/recordings/del", [{ file: FRIENDS }])).status).toBe(403);
  expect((await visitor.post("/fr/delfriendsrec", [{ file: FRIENDS }])).status).toBe(403);
  expect(existsSync(pathOf(FRIENDS))).toBe(true);
});

test("a body that is no list of files is refused with the field's name", async () => {
  for (const [body, field] of [
    [[], "body"],
    [[{ name: TEAM }], "[0].file"],
    [[{ file: TEAM, path: "/" }], "[0].path"],
    [[{ file: 7 }], "[0].file"],
  ] as const) {
    const answer = await team.post("/api/recordings/del", body);
    expect([answer.status, answer.body.field]).toEqual([400, field]);
  }
  expect(existsSync(pathOf(TEAM))).toBe(true);
});
