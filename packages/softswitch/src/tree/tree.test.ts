import { afterEach, expect, test } from "vitest";
import { type TemporaryTree, temporaryTree } from "../../testing/capture-tree.js";
import { createTree, mergedUser, type SwitchTree, TreeLoadError } from "./index.js";

let files: TemporaryTree | undefined;

afterEach(() => files?.remove());

const ROOT = `<document type="freeswitch/xml">
<X-PRE-PROCESS cmd="set" data="domain=one.example"/>
<X-PRE-PROCESS cmd="include" data="parts/*.xml"/>
</document>
`;

const DIRECTORY = `<section name="directory">
<domain name="one.example">
<params><param name="color" value="domain"/><param name="shape" value="round"/></params>
<groups>
<group name="team"><variables><variable name="user_context" value="team"/></variables><users>
<user id="100" number-alias="Alice"><params><param name="COLOR" value="own"/></params></user>
<user id="200" type="pointer"/>
</users></group>
<group name="other"><users><user id="200"><variables><variable name="user_context" value="own"/></variables></user></users></group>
</groups>
<users><user id="300"/></users>
</domain>
<domain name="two.example"><user id="100"/></domain>
</section>
`;

function load(
  parts: Readonly<Record<string, string>> = {},
  refusal?: () => string | undefined,
): { tree: SwitchTree; variables: Map<string, string>; loads: number[] } {
  files = temporaryTree({ "freeswitch.xml": ROOT, "parts/directory.xml": DIRECTORY, ...parts });
  const variables = new Map<string, string>([["conf_dir", files.confDir]]);
  const loads: number[] = [];
  const tree = createTree({
    confDir: files.confDir,
    variables,
    onLoaded: () => loads.push(loads.length),
    ...(refusal && { refusal }),
  });
  return { tree, variables, loads };
}

test("a user inherits from group and domain, nearer places win without regard to case", () => {
  const { tree } = load();
  const user = tree.directoryUser("100");
  expect(user).toMatchObject({ id: "100", domain: "one.example", group: "team" });
  expect({ ...user?.params }).toEqual({ COLOR: "own", shape: "round" });
  expect({ ...user?.variables }).toEqual({ user_context: "team" });
  expect(tree.directoryUser("100", "two.example")?.variables).toEqual(Object.create(null));
});

test("users are found by alias and without regard to case; the first group wins, even with a pointer", () => {
  const { tree } = load();
  expect(tree.directoryUser("aLICE")?.id).toBe("100");
  expect(tree.directoryUser("200")?.group).toBe("team");
  expect(tree.directoryUser("300")?.group).toBeUndefined();
  expect(tree.directoryUser("400")).toBeUndefined();
});

test("a type other than pointer matches every lookup from its place on", () => {
  const { tree } = load({
    "parts/directory.xml": DIRECTORY.replace('type="pointer"', 'type="external"'),
  });
  expect(tree.directoryUser("nobody")?.id).toBe("200");
  expect(tree.directoryUser("100")?.id).toBe("100");
  expect(tree.directoryUser("300")?.id).toBe("200");
});

test("what group and domain add stands before the user's own, which wins", () => {
  const item = (name: string, value: string): string =>
    `<variable name="${name}" value="${value}"/>`;
  const { tree } = load({
    "parts/directory.xml": `<section name="directory"><domain name="one.example">
      <variables>${item("d", "domain")}${item("both", "domain")}${item("mine", "domain")}</variables>
      <groups><group name="g">
        <variables>${item("g", "group")}${item("both", "group")}</variables>
        <users><user id="100"><variables>
          ${item("first", "own")}${item("mine", "own")}</variables></user></users>
      </group></groups>
    </domain></section>`,
  });
  expect(Object.entries(tree.directoryUser("100")?.variables ?? {})).toEqual([
    ["g", "group"],
    ["both", "group"],
    ["d", "domain"],
    ["first", "own"],
    ["mine", "own"],
  ]);
});

test("the merged user carries the domain's name", () => {
  const { tree } = load();
  const entry = tree.directory.find("100", "ONE.example");
  expect(entry && mergedUser(entry).attributes["domain-name"]).toBe("one.example");
});

test("a failed reload keeps the tree but not the variables, and says nothing to anyone", () => {
  const { tree, variables, loads } = load();
  const before = tree.root;
  files?.write("parts/broken.xml", '<X-PRE-PROCESS cmd="set" data="new=1"/>\n<a></b>\n');
  expect(tree.reload()).toMatch(/^\[error near line \d+\]: unexpected closing tag <\/b>$/);
  expect(tree.root).toBe(before);
  expect([tree.generation, loads.length]).toEqual([1, 0]);
  expect(variables.get("new")).toBe("1");
  files?.write("parts/broken.xml", "<!-- mended -->\n");
  expect(tree.reload()).toBe("Success");
  expect([tree.generation, loads.length]).toEqual([2, 1]);
});

test("a reload reads what changed, and printed sections are those of the new tree", () => {
  const { tree } = load();
  const before = tree.locateText("directory");
  expect(tree.locateText("directory")).toBe(before);
  files?.write("parts/directory.xml", DIRECTORY.replace('id="300"', 'id="301"'));
  tree.reload();
  expect(tree.locateText("directory")).toContain('<user id="301"></user>');
  expect(tree.directoryUser("300")).toBeUndefined();
});

test("a missing root is said in FreeSWITCH's words, at start as an error", () => {
  const { tree } = load();
  files?.remove();
  expect(tree.reload()).toBe("Cannot Open log directory or XML Root!");
  expect(() => createTree({ confDir: "/nonexistent", variables: new Map() })).toThrow(
    TreeLoadError,
  );
});

test("a refusal asked for leaves the tree as it is", () => {
  const { tree } = load({}, () => "[error near line 1]: no");
  expect(tree.reload()).toBe("[error near line 1]: no");
  expect(tree.generation).toBe(1);
});

test("ten thousand users reload and print in moments", () => {
  const user = (id: number): string =>
    `<user id="${id}"><params><param name="password" value="p${id}"/></params><variables>${Array.from({ length: 9 }, (_, n) => `<variable name="v${n}" value="${id}"/>\n`).join("")}</variables></user>\n`;
  const parts: Record<string, string> = {};
  const list = Array.from({ length: 10_000 }, (_, n) => 20_000 + n);
  for (let at = 0; at < list.length; at += 100) {
    parts[`parts/users/${at}.xml`] = `<include>\n${list
      .slice(at, at + 100)
      .map(user)
      .join("")}</include>\n`;
  }
  parts["parts/directory.xml"] =
    '<section name="directory"><domain name="one.example"><users>\n<X-PRE-PROCESS cmd="include" data="users/*.xml"/>\n</users></domain></section>\n';
  const { tree } = load(parts);
  const started = performance.now();
  expect(tree.reload()).toBe("Success");
  expect(tree.directoryUser("29999")?.params["password"]).toBe("p29999");
  expect(tree.locateText("directory")?.length).toBeGreaterThan(5_000_000);
  const took = performance.now() - started;
  const again = performance.now();
  tree.locateText("directory");
  expect(performance.now() - again).toBeLessThan(5);
  // Far above what it takes, far below what re-reading or quadratic work would.
  expect(took).toBeLessThan(5_000);
}, 30_000);
