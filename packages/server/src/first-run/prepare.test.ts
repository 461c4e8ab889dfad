import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { prepareDataDir } from "./index.js";

function folders() {
  const base = mkdtempSync(join(tmpdir(), "parley-first-run-"));
  const treeDir = join(base, "tree");
  mkdirSync(join(treeDir, "directory"), { recursive: true });
  writeFileSync(join(treeDir, "vars.xml"), '<X-PRE-PROCESS cmd="set" data="es_pw=@@es_pw@@"/>\n');
  writeFileSync(join(treeDir, "directory/20000.xml"), '<param value="@@admin_password@@"/>');
  return { treeDir, dataDir: join(base, "var") };
}

test("the tree is copied with generated secrets, readable by the owner only", () => {
  const { treeDir, dataDir } = folders();
  const made = prepareDataDir({ treeDir, dataDir });
  const user = join(dataDir, "conf/directory/20000.xml");
  expect(readFileSync(user, "utf8")).toBe(`<param value="${made?.login.password}"/>`);
  expect(statSync(user).mode & 0o777).toBe(0o600);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  const { eslPassword } = JSON.parse(readFileSync(join(dataDir, "parley.json"), "utf8"));
  expect(readFileSync(join(dataDir, "conf/vars.xml"), "utf8")).toContain(`es_pw=${eslPassword}"`);
  expect(made?.login.password).not.toBe(eslPassword);
});

test("a second run changes nothing and tells nothing", () => {
  const { treeDir, dataDir } = folders();
  prepareDataDir({ treeDir, dataDir });
  writeFileSync(join(dataDir, "conf/vars.xml"), "edited by hand");
  expect(prepareDataDir({ treeDir, dataDir })).toBeUndefined();
  expect(readFileSync(join(dataDir, "conf/vars.xml"), "utf8")).toBe("edited by hand");
});

test("a token nobody has a value for stops the first run before a tree appears", () => {
  const { treeDir, dataDir } = folders();
  writeFileSync(join(treeDir, "odd.xml"), "@@nobody_knows@@");
  expect(() => prepareDataDir({ treeDir, dataDir })).toThrow(/nobody_knows/);
  expect(readdirSync(dataDir)).not.toContain("conf");
});

test("missing prompts are copied at every start, and those that are there are left alone", () => {
  const { treeDir, dataDir } = folders();
  const prompts = join(treeDir, "../sounds/en/conference/8000");
  mkdirSync(prompts, { recursive: true });
  writeFileSync(join(prompts, "a.wav"), "ours");
  writeFileSync(join(treeDir, "../sounds/README.md"), "no sound");
  writeFileSync(join(treeDir, "sound.xml"), "@@sounds_dir@@/en");
  prepareDataDir({ treeDir, dataDir });
  const copied = join(dataDir, "sounds/en/conference/8000");
  expect(readdirSync(join(dataDir, "sounds"))).toEqual(["en"]);
  expect(readFileSync(join(dataDir, "conf/sound.xml"), "utf8")).toBe(`${dataDir}/sounds/en`);
  writeFileSync(join(copied, "a.wav"), "theirs");
  writeFileSync(join(prompts, "b.wav"), "new");
  prepareDataDir({ treeDir, dataDir });
  expect(readFileSync(join(copied, "a.wav"), "utf8")).toBe("theirs");
  expect(readFileSync(join(copied, "b.wav"), "utf8")).toBe("new");
});
