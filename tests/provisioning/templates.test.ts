import { cpSync, mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Vendor } from "../../packages/server/src/provisioning/index.js";
import { HOSTILE, type House, house, OUR_TEMPLATES, ROOMS, stateOf, ZOE } from "./house.js";

let stamp = 1_000_000;

function write({ templates }: House, path: string, text: string): void {
  const file = join(templates, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
  stamp += 10;
  utimesSync(file, stamp, stamp);
}

const GOOD = '<phone>{{#each contacts}}<c n="{{number}}">{{name}}</c>{{/each}}</phone>\n';

test("an administrator's template takes the place of ours, and goes when its file goes", async () => {
  const phones = house();
  const ours = await phones.read("linphone/");
  write(phones, "linphone/linphone.xml", GOOD);
  expect(await phones.read("linphone/")).toBe(
    '<phone><c n="30000">Board &amp; friends</c><c n="31000">Frühstück &lt;mit&gt; &quot;Tee&quot;</c><c n="32000">Everybody</c></phone>\n',
  );
  rmSync(join(phones.templates, "linphone"), { recursive: true });
  expect(await phones.read("linphone/")).toBe(ours);
});

const BROKEN: readonly (readonly [what: string, text: string, line: number, reason: RegExp])[] = [
  ["an unknown name", "<a>\n  {{user.nme}}\n</a>", 2, /\{\{user\.nme}} is not known/],
  [
    "an unknown name where nobody comes by",
    "<a>\n{{#if sip.srtpMandatory}}\n{{#if sip.udp}}\n{{nothing}}\n{{/if}}\n{{/if}}\n</a>",
    4,
    /nothing/,
  ],
  ["a block that is not closed", "<a>\n\n{{#each contacts}}\n</a>", 3, /not closed/],
  ["an end without a beginning", "<a>\n{{/if}}\n</a>", 2, /closes nothing/],
  ["a second else", "<a>{{#if mac}}\n{{else}}\n{{else}}\n{{/if}}</a>", 3, /belongs to no/],
  ["tags that do not match", "<a>\n{{#if mac}}\n<b>\n{{/if}}\n</c>\n</a>", 5, /./],
  ["a value where only names may stand", "<a>\n<{{user.name}}/>\n</a>", 2, /./],
  ["a value in a comment", "<a>\n\n<!-- {{user.name}} -->\n</a>", 3, /./],
  ["a list where a text is wanted", "<a>\n{{contacts}}</a>", 2, /no text/],
  ["code", "<a>\n{{constructor.constructor('return 1')()}}</a>", 2, /not understood/],
  ["a prototype's name", "<a>\n{{user.constructor}}</a>", 2, /not known/],
  ["an ampersand of one's own", "<a>\n\nR&D;\n</a>", 3, /./],
];

test.each(BROKEN)(
  "%s is reported with file and line and never served",
  async (_, text, line, reason) => {
    const phones = house();
    write(phones, "linphone/linphone.xml", text);
    await expect(phones.read("linphone/")).rejects.toThrow("the document cannot be made");
    const file = join(phones.templates, "linphone/linphone.xml");
    expect(phones.broken).toEqual([expect.objectContaining({ file, line })]);
    expect(phones.broken[0]?.reason).toMatch(reason);
    expect(phones.room.check()).toHaveLength(1);
  },
);

test("a template that breaks while the server runs leaves what was served, and says so once", async () => {
  const phones = house();
  write(phones, "linphone/linphone.xml", GOOD);
  const before = await phones.read("linphone/");
  write(phones, "linphone/linphone.xml", "<a>{{#if mac}}</a>");
  expect(await phones.read("linphone/")).toBe(before);
  expect(await phones.read("linphone/")).toBe(before);
  expect(phones.broken).toHaveLength(1);
  write(phones, "linphone/linphone.xml", GOOD.replaceAll("phone", "again"));
  expect(await phones.read("linphone/")).toContain("<again>");
  expect(phones.room.check()).toEqual([]);
});

test("a line that is no setting is reported for phones that read lines", async () => {
  const phones = house();
  write(
    phones,
    "yealink/phone.cfg",
    "#!version:1.0.0.1\n{{#if mac}}\naccount.1.enable = 1\n{{/if}}\noops\n",
  );
  await expect(phones.read(`yealink/${ZOE.polymac}.cfg`)).rejects.toThrow();
  expect(phones.broken[0]).toMatchObject({ line: 5 });
});

test("every template of ours is in order", () => {
  const phones = house();
  cpSync(OUR_TEMPLATES, phones.templates, { recursive: true });
  expect(phones.room.check()).toEqual([]);
});

test("a new conference is in every directory at the next fetch, a removed one in none", async () => {
  const phones = house();
  const paths = [
    "linphone/contacts.vcf",
    `polycom/${ZOE.polymac}-directory.xml`,
    `yealink/${ZOE.polymac}-phonebook.xml`,
    "grandstream/phonebook.xml",
    `snom/snom-${ZOE.polymac}.htm`,
  ];
  for (const path of paths) expect(await phones.read(path), path).not.toContain("30777");
  const added = { num: "30777", name: "New one", type: "48kHz-video", context: "team" };
  phones.state = stateOf([ZOE], [...ROOMS, added]);
  for (const path of paths) expect(await phones.read(path), path).toContain("30777");
  phones.state = stateOf([ZOE], ROOMS);
  for (const path of paths) expect(await phones.read(path), path).not.toContain("30777");
});

test("a participant's phone lists what a participant may know", async () => {
  const paul = { ...ZOE, id: "22001", context: "public" };
  const cards = await house(stateOf([paul])).read("linphone/contacts.vcf", paul);
  expect(cards.match(/^FN:.*(?=\r)/gm)).toEqual(["FN:Everybody"]);
});

test("documents are kept within bounds, and made anew for a new state only", async () => {
  const phones = house();
  const [vendor] = phones.room.vendors;
  const [file] = vendor?.files ?? [];
  if (!vendor || !file) throw new Error("no vendor");
  const first = await phones.room.document(vendor, file, ZOE, "");
  expect(await phones.room.document(vendor, file, ZOE, "")).toBe(first);
  phones.state = stateOf([ZOE], ROOMS);
  const second = await phones.room.document(vendor, file, ZOE, "");
  expect(second).not.toBe(first);
  expect(second.etag).toBe(first.etag);
});

test("a maker whose phones read JSON needs a folder and a value; whatever a name holds, it parses", async () => {
  const acme: Vendor = {
    name: "acme",
    files: [
      {
        pattern: /^(?<mac>[0-9a-f]{12})\.json$/,
        template: "phone.json",
        format: "json",
        type: "application/json",
      },
    ],
  };
  for (const text of HOSTILE) {
    const phones = house(stateOf([{ ...ZOE, name: text }]), {}, [acme]);
    write(
      phones,
      "acme/phone.json",
      '{"name": "{{user.name}}", "tls": {{#if sip.tls}}1{{else}}0{{/if}}}',
    );
    expect(JSON.parse(await phones.read(`acme/${ZOE.polymac}.json`))).toEqual({
      name: text,
      tls: 0,
    });
  }
  const phones = house(stateOf(), {}, [acme]);
  write(phones, "acme/phone.json", '{\n  "name":\n  "{{user.name}}",\n}');
  await expect(phones.read(`acme/${ZOE.polymac}.json`)).rejects.toThrow();
  expect(phones.broken[0]?.line).toBe(4);
});
