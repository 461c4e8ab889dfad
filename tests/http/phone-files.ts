import { parseXml, walk, type XmlElement } from "@parley/fsxml";
import { expect } from "vitest";
import { applyLpConfig, counted, parseSipAddress } from "../provisioning/lpconfig.js";
import { ask, type PhoneLogin } from "../provisioning/phone-client.js";

type Item = Readonly<Record<string, string>>;

/** Somebody's phone, and the server it asks. */
export interface Phone extends PhoneLogin {
  readonly base: string;
}

function textsOf(root: XmlElement, name: string): string[] {
  return [...walk(root)].filter((element) => element.name === name).map(({ text }) => text);
}

function attributeOf(root: XmlElement, name: string): string | undefined {
  for (const { attributes } of walk(root)) if (name in attributes) return attributes[name];
  return undefined;
}

function lineOf(text: string, key: string): string | undefined {
  const lines = text.split("\n").filter((line) => line.startsWith(`${key} = `));
  return lines.length === 1 ? lines[0]?.slice(key.length + 3) : undefined;
}

async function fetched({ base, ...login }: Phone, path: string): Promise<string> {
  const { status, text } = await ask(base, path, login);
  expect(status, `${path} ${text.slice(0, 200)}`).toBe(200);
  return text;
}

/** Every file that holds a name or a password, as the phone of each maker gets it. */
export async function expectOnPhones(
  base: string,
  user: Item & { readonly id: string },
  password: string,
): Promise<void> {
  const login = { base, user: user.id, password };
  const [name, mac] = [user["name"], user["polymac"] ?? ""];
  const linphone = applyLpConfig(await fetched(login, "/linphone"));
  const [proxy] = counted(linphone, "proxy");
  expect(parseSipAddress(proxy?.get("reg_identity") ?? "").name).toBe(name);
  const polycom = parseXml(await fetched(login, `/polycom/${mac}-user.cfg`));
  expect(attributeOf(polycom, "reg.1.displayName")).toBe(name);
  expect(attributeOf(polycom, "reg.1.auth.password")).toBe(password);
  const yealink = await fetched(login, `/yealink/${mac}.cfg`);
  expect(lineOf(yealink, "account.1.display_name")).toBe(name);
  expect(lineOf(yealink, "account.1.password")).toBe(password);
  const grandstream = parseXml(await fetched(login, `/grandstream/cfg${mac}.xml`));
  expect([textsOf(grandstream, "P3"), textsOf(grandstream, "P34")]).toEqual([[name], [password]]);
  const snom = parseXml(await fetched(login, `/snom/snom-${mac}.htm`));
  expect([textsOf(snom, "user_realname"), textsOf(snom, "user_pass")]).toEqual([
    [name],
    [password],
  ]);
}

/** The same conferences, by the same names, in the book of each maker. */
export async function expectInBooks(
  login: Phone,
  mac: string,
  names: readonly string[],
): Promise<void> {
  const books = {
    linphone: (await fetched(login, "/linphone/contacts.vcf"))
      .replace(/\r\n[ \t]/g, "")
      .split("\r\n")
      .filter((line) => line.startsWith("FN:"))
      .map((line) => line.slice(3).replace(/\\(.)/gsu, "$1")),
    yealink: textsOf(parseXml(await fetched(login, `/yealink/${mac}-phonebook.xml`)), "Name"),
    grandstream: textsOf(parseXml(await fetched(login, "/grandstream/phonebook.xml")), "FirstName"),
    snom: textsOf(parseXml(await fetched(login, `/snom/snom-${mac}.htm`)), "name"),
  };
  for (const [maker, found] of Object.entries(books))
    expect(found.filter((name) => names.includes(name)).sort(), maker).toEqual([...names].sort());
  const labels = textsOf(parseXml(await fetched(login, `/polycom/${mac}-directory.xml`)), "lb");
  // These phones take 40 bytes.
  for (const name of names)
    expect(
      labels.some((label) => label !== "" && name.startsWith(label)),
      name,
    ).toBe(true);
}
