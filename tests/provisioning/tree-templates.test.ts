import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSystem, type TestSystem, TREE } from "../_util/system.js";

let system: TestSystem;
let templates: string;
const ours = (name: string): string => readFileSync(join(TREE, "../templates", name), "utf8");

beforeAll(async () => {
  system = await startSystem();
  templates = join(system.dataDir, "templates");
  mkdirSync(templates);
});
afterAll(() => system.stop());

const addUser = (name: string) =>
  system.client().post("/api/users/add", [{ name, email: "a@example.org", context: "team" }]);
const addConference = (name: string, type: string) =>
  system.client().post("/api/conferences/add", [{ name, type, context: "team" }]);

test("an administrator's user.xml makes new users, and rebuild brings the others up to it", async () => {
  const old = await addUser("Before");
  const [{ id } = { id: "" }] = old.body["done"] as { id: string }[];
  writeFileSync(
    join(templates, "user.xml"),
    ours("user.xml").replace("</variables>", '<variable name="house" value="north"/></variables>'),
  );
  const made = await addUser("After");
  const [{ id: next } = { id: "" }] = made.body["done"] as { id: string }[];
  const file = (of: string) =>
    readFileSync(join(system.confDir, `directory/default/team/${of}.xml`), "utf8");
  expect(file(next)).toContain('name="house" value="north"');
  expect(file(id)).not.toContain("north");
  expect((await system.client().get("/api/users/rebuild")).status).toBe(200);
  expect(file(id)).toContain('name="house" value="north"');
});

test("a type of conference may have a template of its own", async () => {
  writeFileSync(
    join(templates, "conference-48kHz-video.xml"),
    ours("conference.xml").replace("<condition", "<!-- with cameras --><condition"),
  );
  const numbers: string[] = [];
  for (const type of ["48kHz-video", "16kHz-novideo"]) {
    const { body } = await addConference(`A ${type}`, type);
    numbers.push(...(body["done"] as { num: string }[]).map(({ num }) => num));
  }
  const [video = "", sound = ""] = numbers.map((number) =>
    readFileSync(join(system.confDir, `dialplan/conferences/${number}.xml`), "utf8"),
  );
  expect(video).toContain("with cameras");
  expect(sound).not.toContain("with cameras");
});

test("a broken one is told with file and line, and nothing is written", async () => {
  const file = join(templates, "user.xml");
  writeFileSync(file, ours("user.xml").replace("{{email}}", "{{mail}}"));
  const { status, body } = await addUser("Nobody");
  expect(status).toBeGreaterThanOrEqual(400);
  const [failed] = body["failed"] as { error: string }[];
  expect(failed?.error).toContain(file);
  expect(failed?.error).toMatch(/line \d+: \{\{mail}} is not known/);
  rmSync(file);
  expect((await addUser("Nobody")).status).toBe(200);
});

test("reprov says which phone's template is broken, and serves on when it is whole again", async () => {
  const file = join(templates, "provisioning/snom/settings.xml");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "<settings>\n{{user.nme}}\n</settings>");
  const { status, body } = await system.client().get("/api/users/reprov");
  expect(status).toBe(409);
  expect(body.error).toBe(`template ${file}:2: {{user.nme}} is not known`);
  rmSync(file);
  expect((await system.client().get("/api/users/reprov")).status).toBe(200);
});
