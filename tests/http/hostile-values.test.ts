import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DigestClient } from "../_util/digest-client.js";
import { startSystem, type TestSystem } from "../_util/system.js";
import { HOSTILE } from "../provisioning/house.js";
import { expectInBooks, expectOnPhones } from "./phone-files.js";

type Item = Readonly<Record<string, string>>;
type Done = Item & { readonly id: string; readonly num: string };
interface Failed {
  readonly user?: Item;
  readonly conference?: Item;
  readonly error: string;
  readonly field?: string;
}
interface Outcome {
  readonly done: readonly Done[];
  readonly failed: readonly Failed[];
}

let system: TestSystem;
let admin: DigestClient;
let untouched: Readonly<Record<string, string>>;
beforeAll(async () => {
  system = await startSystem();
  admin = system.client();
  untouched = tree();
}, 60_000);
afterAll(() => system?.stop());

function tree(): Record<string, string> {
  const files = readdirSync(system.confDir, { recursive: true, withFileTypes: true });
  const paths = files
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));
  const own = paths.filter((path) => !path.endsWith(".parley.lock"));
  return Object.fromEntries(own.sort().map((path) => [path, readFileSync(path, "latin1")]));
}

/**
 * A text that no field may hold is refused with the whole list, before anything is looked at; such items are taken out
 * one by one and count as failed.
 */
async function send(path: string, items: readonly Item[]): Promise<Outcome> {
  const left = [...items];
  const refused: Failed[] = [];
  for (;;) {
    const { status, body } = await admin.post(path, left);
    const [, index, field = ""] = /^\[(\d+)\]\.(\w+)$/.exec(body.field ?? "") ?? [];
    if (status !== 400 || index === undefined) {
      const { done = [], failed = [] } = body as unknown as Partial<Outcome>;
      const outcome = { done, failed: [...failed, ...refused] };
      const text = JSON.stringify(body).slice(0, 500);
      expect([...done, ...outcome.failed], text).toHaveLength(items.length);
      return outcome;
    }
    for (const user of left.splice(Number(index), 1)) refused.push({ user, error: "", field });
    if (left.length === 0) return { done: [], failed: refused };
  }
}

const macOf = (index: number): string => `0004f2${(index + 1).toString(16).padStart(6, "0")}`;
const GOOD = { email: "a@example.org", context: "team", password: "its-secret" };

/** What must be taken as it is: a directory has such people. */
const PEOPLE = [
  "Zoë O'Brien & Söhne",
  "ÄÖÜ äöü ß éèêñçøåł",
  "שלום עולם",
  "مرحبا بالعالم",
  "李雷",
  "Ναυσικά Жанна",
  "x".repeat(64),
  "Ü".repeat(64),
  "a #1 (b) *c* d=e !? ~^%",
  "% 20%41&#65&amp&lt",
  "NULL",
  "%NULL%",
  "--",
  "ends in &",
  "☃☎\u2764",
];
/** What no name may be, and why the person who typed it is told. */
const NOBODY = [
  ...["Zoë 😀", "𝒵oë", "x".repeat(65), "x".repeat(200), "Ü".repeat(200)],
  ...["a\u202eb", "a\u200fb", "a\u0000b", "a\nb", "a\u0085b", "a\ufffeb", "a\ud800b"],
  ...["$${es_pw}", "${hostname}", 'a"b', "a<b", "a>b", "a\\b", "a{b", "a|b", "a;b", "a`b", "a:b"],
  ...[" a", "a ", "", "12345", '<X-PRE-PROCESS cmd="exec" data="id"/>', "]]>", "<![CDATA["],
];

async function removeAll({ done }: Outcome): Promise<void> {
  if (done.length === 0) return;
  const { failed } = await send(
    "/api/users/del",
    done.map(({ id }) => ({ id })),
  );
  expect(failed).toEqual([]);
}

test("names of people are the same on every phone, added and changed, and leave no trace when they go", async () => {
  const items = PEOPLE.map((name, index) => ({ ...GOOD, name, polymac: macOf(index) }));
  const added = await send("/api/users/add", items);
  expect(added.failed).toEqual([]);
  expect(added.done.map((user) => user["name"])).toEqual(PEOPLE);
  for (const user of added.done) await expectOnPhones(system.server.url, user, GOOD.password);
  // Each takes the name of the next, which has another by then.
  const other = added.done.map(({ id }, index) => ({
    ...items[index],
    id,
    name: `Somebody ${index}, else`,
  }));
  expect((await send("/api/users/mod", other)).failed).toEqual([]);
  const turned = other.map((user, index) => ({
    ...user,
    name: PEOPLE[(index + 1) % PEOPLE.length] ?? "",
  }));
  const modified = await send("/api/users/mod", turned);
  expect(modified.failed).toEqual([]);
  for (const user of modified.done) await expectOnPhones(system.server.url, user, GOOD.password);
  const { body } = await admin.get("/api/users");
  const listed = (body["users"] as Item[]).map((user) => user["name"]);
  expect(listed).toEqual(expect.arrayContaining([...PEOPLE]));
  await removeAll(added);
  expect(tree()).toEqual(untouched);
}, 120_000);

test("what no name may be is refused with its field, when added and when changed, and changes nothing", async () => {
  const { done, failed } = await send("/api/users/add", [
    { ...GOOD, name: "Victim", polymac: macOf(1) },
  ]);
  expect(failed).toEqual([]);
  const [victim] = done;
  const before = tree();
  for (const name of NOBODY) {
    for (const [path, item] of [
      ["/api/users/add", { ...GOOD, name }],
      ["/api/users/mod", { ...victim, password: GOOD.password, name }],
      ["/api/conferences/add", { name, type: "48kHz-video", context: "team" }],
    ] as const) {
      const { status, body } = await admin.post(path, [item]);
      expect([status, body.field], `${path} ${JSON.stringify(name)}`).toEqual([
        400,
        expect.stringMatching(/name$/),
      ]);
    }
  }
  expect(tree()).toEqual(before);
  await expectOnPhones(system.server.url, { ...victim, id: victim?.id ?? "" }, GOOD.password);
  await removeAll({ done, failed });
}, 120_000);

test("every hostile text in every field is taken as it is or refused with that field", async () => {
  const texts = [...new Set([...HOSTILE, ...NOBODY.filter((text) => text !== ""), ...PEOPLE])];
  const items = texts.flatMap((text, index) => [
    { ...GOOD, name: `P ${index}`, password: text, polymac: macOf(2 * index) },
    { ...GOOD, name: `E ${index}`, email: text },
    { ...GOOD, name: `L ${index}`, email: `${text}@example.org` },
    { ...GOOD, name: `M ${index}`, polymac: text },
    { ...GOOD, name: `C ${index}`, conpin: text },
    { ...GOOD, name: `X ${index}`, context: text },
  ]);
  const outcome = await send("/api/users/add", items);
  const fields: Record<string, RegExp> = {
    P: /password/,
    E: /email/,
    L: /email/,
    M: /polymac/,
    C: /conpin/,
    X: /context/,
  };
  for (const { user, field } of outcome.failed)
    expect(field, JSON.stringify(user)).toMatch(fields[user?.["name"]?.[0] ?? ""] ?? /^$/);
  const taken = new Map<string, number>();
  for (const user of outcome.done) {
    const [kind = "", index] = (user["name"] ?? "").split(" ");
    taken.set(kind, (taken.get(kind) ?? 0) + 1);
    const text = texts[Number(index)] ?? "";
    if (kind === "P") await expectOnPhones(system.server.url, user, text);
    if (kind === "L") expect(user["email"]).toBe(`${text}@example.org`);
  }
  expect(taken.get("P")).toBeGreaterThan(10);
  for (const kind of ["E", "X"]) expect(taken.get(kind) ?? 0).toBe(0);
  await removeAll(outcome);
  expect(tree()).toEqual(untouched);
}, 120_000);

test("names of conferences are the same in every book, and a refused one stands in none", async () => {
  const names = PEOPLE.filter((name) => !/[@+,/]|^-/.test(name));
  const item = (name: string) => ({ name, type: "48kHz-video", context: "team" });
  const added = await send("/api/conferences/add", names.map(item));
  expect(added.failed).toEqual([]);
  const people = await send("/api/users/add", [{ ...GOOD, name: "Reader", polymac: macOf(7) }]);
  const login = {
    base: system.server.url,
    user: people.done[0]?.id ?? "",
    password: GOOD.password,
  };
  await expectInBooks(login, macOf(7), names);
  const others = added.done.map(({ num }, index) => ({ num, name: `Raum ${index} für alle` }));
  expect((await send("/api/conferences/mod", others)).failed).toEqual([]);
  await expectInBooks(
    login,
    macOf(7),
    others.map(({ name }) => name),
  );
  await removeAll(people);
  const gone = await send(
    "/api/conferences/del",
    added.done.map(({ num }) => ({ num })),
  );
  expect(gone.failed).toEqual([]);
  expect(tree()).toEqual(untouched);
}, 120_000);

test("any text as a name is the same on every phone or refused with its field", async () => {
  const character = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...`'&-_.!?()*~^%=#@+,/ äßéשم李☃abcXYZ019`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...`"<>\\:{}[]|;$\`\n\t\u0000\u202e\u200b\ufeff`, "😀"),
    },
    {
      weight: 1,
      arbitrary: fc.integer({ min: 0x20, max: 0xffff }).map((code) => String.fromCharCode(code)),
    },
  );
  const text = fc.array(character, { minLength: 1, maxLength: 40 }).map((all) => all.join(""));
  const key = (name: string) => name.normalize("NFKC").toLowerCase();
  const texts = fc.uniqueArray(text, { minLength: 25, maxLength: 25, selector: key });
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(texts, async (names) => {
      const items = names.map((name, index) => ({ ...GOOD, name, polymac: macOf(index) }));
      const outcome = await send("/api/users/add", items);
      for (const { field } of outcome.failed) expect(field).toMatch(/name/);
      for (const user of outcome.done) {
        expect(names.map((name) => name.normalize("NFC"))).toContain(user["name"]);
        await expectOnPhones(system.server.url, user, GOOD.password);
        taken++;
      }
      await removeAll(outcome);
      expect(tree()).toEqual(untouched);
    }),
    { numRuns: 6 },
  );
  expect(taken).toBeGreaterThan(5);
}, 120_000);
