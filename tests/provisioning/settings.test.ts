import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@parley/server";
import { expect, test } from "vitest";

const load = (environment: Record<string, string>) =>
  loadConfig({ environment, folder: mkdtempSync(join(tmpdir(), "parley-settings-")) });

test("the settings of phones are read from the environment", async () => {
  const { settings } = await load({
    PARLEY_PUBLIC_URL: "https://phones.example.org/parley",
    PARLEY_PHONE_SIP: "sip.example.org:5070",
    PARLEY_PHONE_TRANSPORT: "tls",
    PARLEY_PHONE_NETWORKS: "10.0.0.0/8, 2001:db8::/32",
    PARLEY_PHONE_UPLOADS: "2",
  });
  expect(settings).toMatchObject({
    publicUrl: "https://phones.example.org/parley",
    phoneSip: "sip.example.org:5070",
    phoneTransport: "tls",
    phoneNetworks: ["10.0.0.0/8", "2001:db8::/32"],
    phoneUploads: 2,
  });
  expect((await load({})).settings.phoneNetworks).toBeUndefined();
});

test.each([
  ["PARLEY_PUBLIC_URL", "phones.example.org"],
  ["PARLEY_PUBLIC_URL", "https://phones.example.org/"],
  ["PARLEY_PUBLIC_URL", "https://user:pass@phones.example.org"],
  ["PARLEY_PHONE_SIP", "sip:phones.example.org"],
  ["PARLEY_PHONE_TRANSPORT", "sctp"],
  ["PARLEY_PHONE_NETWORKS", "10.0.0.0/40"],
  ["PARLEY_PHONE_UPLOADS", "-1"],
])("%s=%s is named and nothing starts", async (name, value) => {
  await expect(load({ [name]: value })).rejects.toThrow(name);
});
