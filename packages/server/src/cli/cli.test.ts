import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { loadConfig } from "../config/index.js";
import { doctor } from "./doctor.js";

test("the doctor names what is missing and what to do, and changes nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-doctor-"));
  const conf = join(folder, "conf");
  mkdirSync(conf);
  writeFileSync(join(conf, "vars.xml"), '<X-PRE-PROCESS cmd="set" data="es_pw=@@es_pw@@"/>');
  const environment = {
    PARLEY_CONF_DIR: conf,
    PARLEY_ESL_HOST: "127.0.0.1",
    PARLEY_ESL_PORT: "1",
    PARLEY_ESL_PASSWORD: "ClueCon",
    PARLEY_HTTP_HOST: "0.0.0.0",
  };
  const lines: string[] = [];
  const status = await doctor(await loadConfig({ environment, folder }), (line) =>
    lines.push(line),
  );
  expect(status).toBe(1);
  const text = lines.join("\n");
  expect(text).toMatch(/^FAILED {2}configuration tree .*freeswitch\.xml/m);
  expect(text).toMatch(/^FAILED {2}secrets in vars\.xml/m);
  expect(text).toMatch(/^FAILED {2}event socket 127\.0\.0\.1:1: .*PARLEY_ESL_HOST/m);
  expect(text).toMatch(/^warning the event socket uses the well-known password/m);
  expect(text).toMatch(/^warning HTTP on 0\.0\.0\.0 is not encrypted/m);
});

test("the doctor says for how many archives are encrypted, and whether the keys here open them", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-doctor-"));
  const [own, other] = [await generateX25519Identity(), await generateX25519Identity()];
  writeFileSync(join(folder, "keys.txt"), own, { mode: 0o600 });
  const told = async (environment: Record<string, string>): Promise<string> => {
    const lines: string[] = [];
    const all = { PARLEY_ESL_HOST: "127.0.0.1", PARLEY_ESL_PORT: "1", ...environment };
    await doctor(await loadConfig({ environment: all, folder }), (line) => lines.push(line));
    return lines.filter((line) => line.includes("archives")).join("\n");
  };
  const recipients = async (...keys: string[]) => ({
    PARLEY_ARCHIVE_RECIPIENTS: (await Promise.all(keys.map(identityToRecipient))).join(" "),
    PARLEY_ARCHIVE_IDENTITY: "keys.txt",
  });
  expect(await told({})).toMatch(/^ok +archives are stored in clear/);
  expect(await told({ PARLEY_ARCHIVE_PASSPHRASE: "four words or more" })).toMatch(/passphrase$/);
  expect(await told(await recipients(own, other))).toMatch(
    /^ok +archives are encrypted for 2 recipients\nok +keys of archives .*keys\.txt$/,
  );
  expect(await told(await recipients(other))).toMatch(
    /^ok +archives are encrypted for 1 recipient\nwarning keys of archives .*cannot open/,
  );
});

test("the doctor says when there is too little room for recordings or no ffmpeg for their format", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-doctor-"));
  const lines: string[] = [];
  const environment = {
    PARLEY_RECORDINGS_DIR: folder,
    PARLEY_RECORDINGS_MIN_FREE: "8000T",
    PARLEY_RECORDINGS_FORMAT: "opus",
    PARLEY_FFMPEG: join(folder, "no-ffmpeg"),
    PARLEY_ESL_PORT: "1",
  };
  await doctor(await loadConfig({ environment, folder }), (line) => lines.push(line));
  expect(lines.join("\n")).toMatch(/FAILED {2}room for recordings: .* of 8000 TiB/);
  expect(lines.join("\n")).toMatch(/warning .*no-ffmpeg: it does not run/);
});
