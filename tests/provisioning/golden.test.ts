import { parseXml } from "@parley/fsxml";
import { expect, test } from "vitest";
import { GLOBALS, house, stateOf, ZOE } from "./house.js";

const MAC = ZOE.polymac;

const FILES: readonly (readonly [path: string, golden: string])[] = [
  ["linphone/", "linphone.xml"],
  ["linphone/contacts.vcf", "linphone-contacts.vcf"],
  [`polycom/${MAC}.cfg`, "polycom-master.cfg"],
  [`polycom/${MAC}-user.cfg`, "polycom-user.cfg"],
  ["polycom/Config/site.cfg", "polycom-site.cfg"],
  [`polycom/${MAC}-directory.xml`, "polycom-directory.xml"],
  ["yealink/y000000000066.cfg", "yealink-common.cfg"],
  [`yealink/${MAC}.cfg`, "yealink-phone.cfg"],
  [`yealink/${MAC}-phonebook.xml`, "yealink-phonebook.xml"],
  [`grandstream/cfg${MAC}.xml`, "grandstream-cfg.xml"],
  ["grandstream/phonebook.xml", "grandstream-phonebook.xml"],
  [`snom/snomD385-${MAC}.htm`, "snom-settings.xml"],
  [`snom/${MAC}-tbook.xml`, "snom-tbook.xml"],
];

test.each(FILES)("%s is what it was", async (path, golden) => {
  const text = await house().read(path);
  if (text.startsWith("<?xml")) parseXml(text);
  await expect(text).toMatchFileSnapshot(`golden/${golden}`);
});

test("where the switch takes nothing but TLS and SRTP, every phone is told so", async () => {
  const only = { ...GLOBALS, internal_tls_only: "true", secure_media: "mandatory" };
  const strict = house(stateOf([ZOE], [], only));
  const texts = await Promise.all(
    ["linphone/", `polycom/${MAC}-user.cfg`, `yealink/${MAC}.cfg`].map((path) => strict.read(path)),
  );
  await expect(texts.join("\n")).toMatchFileSnapshot("golden/tls-only.txt");
});

test("the transport that the configuration names is the phones'", async () => {
  const text = await house(stateOf(), {
    phoneTransport: "tcp",
    phoneSip: "sbc.example.org:5070",
  }).read("linphone/");
  expect(text).toContain("&lt;sip:sbc.example.org:5070;transport=tcp&gt;");
});
