import { parseXml, walk, type XmlElement } from "@parley/fsxml";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HOSTILE, house, stateOf, ZOE } from "./house.js";
import { applyLpConfig, counted, parseSipAddress } from "./lpconfig.js";

const MAC = ZOE.polymac;

/** A user and a conference that hold one text wherever a text may stand. */
const houseOf = (text: string) =>
  house(
    stateOf(
      [{ ...ZOE, name: text, password: text, email: text }],
      [{ num: "30000", name: text, type: text, context: "team" }],
    ),
  );

function textsOf(root: XmlElement, name: string): string[] {
  const found: string[] = [];
  for (const element of walk(root)) if (element.name === name) found.push(element.text);
  return found;
}

function attributeOf(root: XmlElement, name: string): string | undefined {
  for (const { attributes } of walk(root)) if (name in attributes) return attributes[name];
  return undefined;
}

function lineOf(text: string, key: string): string | undefined {
  const lines = text.split("\n").filter((line) => line.startsWith(`${key} = `));
  return lines.length === 1 ? lines[0]?.slice(key.length + 3) : undefined;
}

async function expectSameEverywhere(text: string): Promise<void> {
  const phones = houseOf(text);
  const linphone = applyLpConfig(await phones.read("linphone/"));
  const [proxy] = counted(linphone, "proxy");
  expect(parseSipAddress(proxy?.get("reg_identity") ?? "").name).toBe(text);

  const cards = await phones.read("linphone/contacts.vcf");
  const full = cards.split("\r\n").filter((line) => line.startsWith("FN:"));
  expect(full.map((line) => line.slice(3).replace(/\\(.)/gsu, "$1"))).toEqual([text]);

  const user = parseXml(await phones.read(`polycom/${MAC}-user.cfg`));
  expect(attributeOf(user, "reg.1.displayName")).toBe(text);
  expect(attributeOf(user, "reg.1.auth.password")).toBe(text);
  const directory = parseXml(await phones.read(`polycom/${MAC}-directory.xml`));
  const [label = ""] = textsOf(directory, "lb");
  expect(text.startsWith(label)).toBe(true);
  if (Buffer.byteLength(text) <= 40) expect(label).toBe(text);

  const yealink = await phones.read(`yealink/${MAC}.cfg`);
  expect(lineOf(yealink, "account.1.display_name")).toBe(text);
  expect(lineOf(yealink, "account.1.password")).toBe(text);
  const book = parseXml(await phones.read(`yealink/${MAC}-phonebook.xml`));
  expect(textsOf(book, "Name")).toEqual([text]);

  const grandstream = parseXml(await phones.read(`grandstream/cfg${MAC}.xml`));
  expect(textsOf(grandstream, "P34")).toEqual([text]);
  expect(textsOf(grandstream, "P3")).toEqual([text]);
  const addresses = parseXml(await phones.read("grandstream/phonebook.xml"));
  expect(textsOf(addresses, "FirstName")).toEqual([text]);

  const snom = parseXml(await phones.read(`snom/snom-${MAC}.htm`));
  expect(textsOf(snom, "user_realname")).toEqual([text]);
  expect(textsOf(snom, "user_pass")).toEqual([text]);
  expect(textsOf(snom, "name")).toEqual([text]);
}

test.each(HOSTILE)("%j is the same in every file of every phone", (text) =>
  expectSameEverywhere(text),
);

test("any text that XML can hold is the same in every file of every phone", async () => {
  const character = fc.oneof(
    fc.constantFrom(...`'"&<>]-\\;,:=#%{}$@/ \u200f`),
    fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
  );
  const text = fc
    .array(character, { minLength: 1, maxLength: 64 })
    .map((all) => all.join("").replace(/[\u007f-\u009f\u2028\u2029]/g, "x"));
  await fc.assert(fc.asyncProperty(text, expectSameEverywhere), { numRuns: 60 });
});

test("a line break can begin no key of its own: XML holds it, lines refuse it", async () => {
  const phones = houseOf("a\naccount.2.enable = 1");
  const user = parseXml(await phones.read(`polycom/${MAC}-user.cfg`));
  expect(attributeOf(user, "reg.1.displayName")).toBe("a\naccount.2.enable = 1");
  await expect(phones.read(`yealink/${MAC}.cfg`)).rejects.toThrow(/must not hold a line break/);
  expect(await phones.read("linphone/contacts.vcf")).toContain("FN:a\\naccount.2.enable = 1\r\n");
});

test("characters that XML does not know are left out, and the file stays a document", async () => {
  const phones = houseOf("a\u0000\u0008\ufffe\ud800b");
  expect(attributeOf(parseXml(await phones.read(`polycom/${MAC}-user.cfg`)), "reg.1.label")).toBe(
    "ab",
  );
});

test("a key that has a value stays unless it is said to be overwritten, and old logins go", async () => {
  const before = new Map([
    ["proxy_0", new Map([["reg_identity", "<sip:old@example.org>"]])],
    ["auth_info_0", new Map([["passwd", "old"]])],
  ]);
  const after = applyLpConfig(await house().read("linphone/"), before);
  expect(counted(after, "proxy")[0]?.get("reg_identity")).toContain("20001");
  expect(counted(after, "auth_info")).toHaveLength(1);
  expect(counted(after, "auth_info")[0]?.has("passwd")).toBe(false);
  expect(counted(after, "audio_codec").map((codec) => codec.get("mime"))).toEqual([
    "G722",
    "opus",
    "PCMU",
    "PCMA",
  ]);
});
