import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseXml } from "@parley/fsxml";
import { expect, test } from "vitest";
import { type House, house, ROOMS, stateOf, ZOE } from "./house.js";

const PATH = `polycom/${ZOE.polymac}-directory.xml`;

interface Entry {
  readonly [tag: string]: string;
}

async function directory(phones: House): Promise<Entry[]> {
  const root = parseXml(await phones.read(PATH));
  return (root.children[0]?.children ?? []).map(({ children }) =>
    Object.fromEntries(children.map(({ name, text }) => [name, text])),
  );
}

/** What the phone sends back after its owner has changed something. */
async function put(phones: House, entries: readonly Entry[]): Promise<void> {
  const items = entries.map(
    (entry) =>
      `<item>${Object.entries(entry)
        .map(
          ([tag, text]) =>
            `<${tag}>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</${tag}>`,
        )
        .join("")}</item>`,
  );
  await send(phones, `<directory><item_list>${items.join("")}</item_list></directory>`);
}

async function send(phones: House, text: string): Promise<void> {
  const vendor = phones.room.vendors.find(({ name }) => name === "polycom");
  const rule = vendor?.uploads?.find(({ pattern }) => pattern.test(`${ZOE.polymac}-directory.xml`));
  if (!vendor || !rule) throw new Error("polycom takes no directory");
  const target = {
    kind: "upload",
    rule,
    mac: ZOE.polymac,
    name: `${ZOE.polymac}-directory.xml`,
  } as const;
  await phones.room.takeUpload(vendor, target, ZOE, Buffer.from(text));
}

const MUM = { fn: "Mum & Dad", ln: "<3", ct: "555123", sd: "1", lb: "Mum", rt: "4", bw: "1" };

test("the owner's entries stay through every change of the conferences", async () => {
  const phones = house();
  await put(phones, [...(await directory(phones)), MUM]);
  const added = { num: "30777", name: "New", type: "48kHz-video", context: "team" };
  phones.state = stateOf([ZOE], [...ROOMS, added]);
  const more = await directory(phones);
  expect(more.map(({ ct }) => ct)).toEqual(["30000", "31000", "32000", "30777", "555123"]);
  expect(more.at(-1)).toMatchObject(MUM);
  await put(phones, more);
  phones.state = stateOf([ZOE], ROOMS.slice(1));
  expect((await directory(phones)).map(({ ct }) => ct)).toEqual(["31000", "32000", "555123"]);
});

test("a conference that is gone does not come back as the owner's entry", async () => {
  const phones = house();
  const before = await directory(phones);
  phones.state = stateOf([ZOE], []);
  await put(phones, before);
  expect(await directory(phones)).toEqual([]);
});

test("a favourite that the owner made of a conference stays one, under the conference's name of today", async () => {
  const phones = house();
  const [board, ...rest] = await directory(phones);
  await put(phones, [{ ...board, sd: "7", rt: "3", fn: "Mine" }, ...rest]);
  phones.state = stateOf([ZOE], [{ ...ROOMS[0]!, name: "Renamed" }]);
  expect(await directory(phones)).toEqual([
    expect.objectContaining({ ct: "30000", sd: "7", rt: "3", fn: "Renamed" }),
  ]);
});

test("an entry that became a conference's is the owner's again when that goes", async () => {
  const phones = house(stateOf([ZOE], []));
  await directory(phones);
  await put(phones, [{ ...MUM, ct: "30000" }]);
  phones.state = stateOf([ZOE], ROOMS);
  const now = await directory(phones);
  expect(now.filter(({ ct }) => ct === "30000")).toEqual([
    expect.objectContaining({ lb: "Board & friends" }),
  ]);
  await put(phones, now);
  phones.state = stateOf([ZOE], []);
  expect(await directory(phones)).toEqual([expect.objectContaining({ ct: "30000", lb: "Mum" })]);
});

test("no contact and no favourite's place comes twice, whatever the phone sends", async () => {
  const phones = house();
  await put(phones, [MUM, { ...MUM, ct: "777" }, MUM, { ...MUM, ct: "" }]);
  const mine = (await directory(phones)).filter(({ ct }) => !ct?.startsWith("3"));
  expect(mine.map(({ ct, sd }) => [ct, sd])).toEqual([
    ["555123", "1"],
    ["777", ""],
  ]);
});

test.each(["", "<directory>", "<html/>", "\u0000", `<directory>${"<a>".repeat(500)}`])(
  "what is no directory is refused and leaves the one before: %j",
  async (text) => {
    const phones = house();
    await put(phones, [MUM]);
    await expect(send(phones, text)).rejects.toMatchObject({ statusCode: 400 });
    expect((await directory(phones)).at(-1)).toMatchObject(MUM);
  },
);

test("a name ends after 40 bytes, never within a character", async () => {
  const phones = house(stateOf([ZOE], [{ ...ROOMS[0]!, name: "漢".repeat(64) }]));
  expect((await directory(phones))[0]).toMatchObject({ fn: "漢".repeat(13), lb: "漢".repeat(13) });
});

test("whoever has the phone next finds nothing of its last owner", async () => {
  const phones = house();
  await put(phones, [MUM]);
  const eve = { ...ZOE, id: "20009", name: "Eve" };
  phones.state = stateOf([eve]);
  expect((await directory(phones)).map(({ ct }) => ct)).toEqual(["30000", "31000", "32000"]);
  phones.state = stateOf([ZOE]);
  expect((await directory(phones)).at(-1)).toMatchObject(MUM);
});

test("what a phone left goes when it has been nobody's for two sweeps, not at the first", async () => {
  const phones = house();
  await put(phones, [MUM]);
  const kept = () => readdirSync(join(phones.folder, "uploads"));
  phones.state = stateOf([]);
  await phones.room.sweep();
  expect(kept()).toHaveLength(1);
  phones.state = stateOf();
  await phones.room.sweep();
  phones.state = stateOf([]);
  await phones.room.sweep();
  expect(kept()).toHaveLength(1);
  await phones.room.sweep();
  expect(kept()).toEqual([]);
});
