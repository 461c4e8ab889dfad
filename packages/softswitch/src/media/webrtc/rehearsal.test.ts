import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { isPromised } from "./dtls.js";
import { loadSecurity } from "./open-leg.js";
import { rehearse } from "./rehearsal.js";

test("both sides of a handshake have the same keys, turned round", async () => {
  const [client, server] = await rehearse(await loadSecurity());
  expect(client.local).toEqual(server.remote);
  expect(client.remote).toEqual(server.local);
  expect(client.local).not.toEqual(client.remote);
  expect([client.local.key.length, client.local.salt.length]).toEqual([16, 14]);
});

test("only hashes that are not broken vouch for a certificate", () => {
  const certificate = Buffer.from("certificate");
  const sha1 = "73:5A:D5:71:C1:89:D7:BA:84:46:4B:F4:A9:F1:D2:28:01:75:B1:28";
  expect(isPromised(certificate, [{ algorithm: "sha-1", value: sha1 }])).toBe(false);
  const sha256 = createHash("sha256").update(certificate).digest("hex");
  expect(isPromised(certificate, [{ algorithm: "SHA-256", value: sha256 }])).toBe(true);
  expect(isPromised(certificate, [])).toBe(false);
  expect(isPromised(certificate, [{ algorithm: "sha-256", value: "" }])).toBe(false);
});
