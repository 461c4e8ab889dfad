import { expect, test } from "vitest";
import { snapshot } from "../xml-state/index.js";
import { eachOf } from "./durable.js";
import { scanExtensionNumbers, scanUserIds } from "./number-index.js";
import { EntityTable, NumberDesk } from "./tables.js";
import { findMissing } from "./verify.js";

const table = (names: Record<string, string>) =>
  new EntityTable(
    Object.entries(names).map(([id, name]) => ({ id, name })),
    (entity) => entity.id,
    () => [],
  );

test("a name is taken for everybody but its holder, and free when the holder goes or renames", () => {
  const users = table({ "1": "Anna", "2": "Berta" });
  expect(users.isNameTaken("ANNA")).toBe(true);
  expect(users.isNameTaken("anna", "1")).toBe(false);
  expect(users.isNameTaken("anna", "2")).toBe(true);
  users.put({ id: "1", name: "Clara" });
  expect(users.isNameTaken("Anna")).toBe(false);
  users.delete("2");
  expect(users.isNameTaken("Berta")).toBe(false);
});

test("a name that a hand-made tree gave to two is taken for a third, and for each of them through the other", () => {
  const users = table({ "1": "Anna", "2": "anna" });
  expect(users.isNameTaken("Anna", "1")).toBe(true);
  expect(users.isNameTaken("Anna")).toBe(true);
});

test("numbers come lowest first, once, and end with the range", async () => {
  const taken = new Set(["20000", "20002"]);
  const desk = new NumberDesk(async (number) => taken.has(number));
  const range = { first: 20000, last: 20003 };
  expect(await desk.claim(range)).toBe("20001");
  expect(await desk.claim(range)).toBe("20003");
  expect(await desk.claim(range)).toBeUndefined();
  expect(await desk.claim(range)).toBeUndefined();
});

test("ids and numbers are found in files whatever their quotes and order of attributes", () => {
  const users = `<user id="20001"/><user type='x' id='20002'><!-- <user id="20003"/> --></user><userx id="4"/>`;
  expect(scanUserIds(users)).toEqual(["20001", "20002", "20003"]);
  const extensions = `expression="^30000$" expression='30001' expression="^(30002)$" expression="^30\\d+$"`;
  expect(scanExtensionNumbers(extensions)).toEqual(["30000", "30001", "30002"]);
});

const state = snapshot(
  {
    users: [
      {
        id: "20000",
        password: "pw",
        conpin: "2357",
        context: "team",
        name: "a",
        email: "",
        polymac: "none",
      },
    ],
    conferences: [{ num: "30000", name: "room", type: "t", context: "team" }],
    conferenceTypes: ["t"],
    globals: { modconpin: "2357" },
    domain: "d",
  },
  { version: 1, loadedAt: 0 },
);

test("what was read back is compared by values, a default pin by what it stands for", () => {
  const user = (fields: object | "gone", id = "20000") =>
    findMissing([{ entity: "user", id, fields: fields as never }], state);
  expect(user({ name: "a", conpin: "$${modconpin}" })).toBeUndefined();
  expect(user({ name: "b" })).toMatch(/another name/);
  expect(user({ conpin: "$${defconpin}" })).toMatch(/another conpin/);
  expect(user({}, "20001")).toMatch(/does not know user 20001/);
  expect(user("gone")).toMatch(/still knows/);
  expect(user("gone", "20001")).toBeUndefined();
});

test("what is wrong with a password is said without the password", () => {
  const missing = findMissing(
    [{ entity: "user", id: "20000", fields: { password: "s3cret" } }],
    state,
  );
  expect(missing).toMatch(/another password/);
  expect(missing).not.toMatch(/s3cret|pw/);
});

test("of several expectations for one entity the later ones win", () => {
  const room = (fields: object | "gone") =>
    ({ entity: "conference", id: "30000", fields }) as never;
  expect(findMissing([room({ name: "x" }), room({ name: "room" })], state)).toBeUndefined();
  expect(findMissing([room({ type: "x" }), room({ name: "room" })], state)).toMatch(/another type/);
  expect(findMissing([room("gone"), room({ name: "room" })], state)).toBeUndefined();
  expect(findMissing([room({ name: "room" }), room("gone")], state)).toMatch(/still knows/);
});

test("after the first failure no further item is begun, and all begun ones have ended", async () => {
  const begun: number[] = [];
  let running = 0;
  const work = async (item: number): Promise<void> => {
    begun.push(item);
    running++;
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (item === 3) throw new Error("third");
  };
  await expect(eachOf([1, 2, 3, 4, 5, 6, 7, 8], work, 2)).rejects.toThrow("third");
  expect(running).toBe(0);
  expect(begun).not.toContain(8);
});
