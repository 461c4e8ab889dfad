import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";
import { expect, test } from "vitest";
import {
  contextOfConferenceNumber,
  DEFAULT_CONTEXTS,
  describeConfig,
  loadConfig,
} from "./index.js";

const folder = () => mkdtempSync(join(tmpdir(), "parley-config-"));

test("without any setting a softswitch with its tree under ./var is meant", async () => {
  const here = folder();
  const { settings } = await loadConfig({ environment: {}, folder: here });
  expect(settings).toMatchObject({
    switch: "softswitch",
    confDir: join(here, "var/conf"),
    dataDir: join(here, "var"),
    httpHost: "127.0.0.1",
    httpPort: 8080,
  });
});

test("naming an event socket host means FreeSWITCH, also by the ancestor's name", async () => {
  for (const name of ["PARLEY_ESL_HOST", "FSIP"]) {
    const { settings } = await loadConfig({
      environment: { [name]: "10.0.0.1" },
      folder: folder(),
    });
    expect(settings).toMatchObject({ switch: "freeswitch", eslHost: "10.0.0.1" });
  }
});

test("our name wins over the ancestor's, the environment over .env, .env over the file", async () => {
  const here = folder();
  writeFileSync(join(here, ".env"), 'FASTIPORT=1002\nPARLEY_HTTP_HOST="0.0.0.0"\n');
  writeFileSync(join(here, "parley.config.json"), '{"httpHost":"::1","logLevel":"debug"}');
  const { settings, sources } = await loadConfig({
    environment: { PARLEY_HTTP_PORT: "1001", FASTIPORT: "9" },
    folder: here,
  });
  expect(settings).toMatchObject({ httpPort: 1001, httpHost: "0.0.0.0", logLevel: "debug" });
  expect(sources).toMatchObject({ httpPort: "environment", httpHost: ".env" });
});

test.each([
  [{ PARLEY_HTTP_PORT: "99999" }, /PARLEY_HTTP_PORT/],
  [{ PARLEY_HTTP_PORT: "http" }, /PARLEY_HTTP_PORT/],
  [{ PARLEY_LOG_LEVEL: "loud" }, /PARLEY_LOG_LEVEL/],
  [{ PARLEY_SWITCH: "asterisk" }, /PARLEY_SWITCH/],
  [{ PARLEY_TLS_CERT: "cert.pem" }, /tlsKey/],
  [{ PARLEY_RECORDINGS_MAX_AGE: "-1" }, /PARLEY_RECORDINGS_MAX_AGE/],
  [{ PARLEY_RECORDINGS_MAX_AGE: "0" }, /PARLEY_RECORDINGS_MAX_AGE/],
  [{ PARLEY_RECORDINGS_MAX_SIZE: "0" }, /PARLEY_RECORDINGS_MAX_SIZE/],
  [{ PARLEY_RECORDINGS_MAX_SIZE: "50 gigs" }, /PARLEY_RECORDINGS_MAX_SIZE.*size like/],
  [{ PARLEY_RECORDINGS_MIN_FREE: "-5M" }, /PARLEY_RECORDINGS_MIN_FREE/],
  [{ PARLEY_RECORDINGS_MIN_FREE: "9e99" }, /PARLEY_RECORDINGS_MIN_FREE/],
  [{ PARLEY_RECORDINGS_FORMAT: "flac" }, /PARLEY_RECORDINGS_FORMAT/],
])("a bad value %o is refused by name", async (environment, message) => {
  await expect(loadConfig({ environment, folder: folder() })).rejects.toThrow(message);
});

test("a setting nobody knows in parley.config.json is refused by name", async () => {
  const here = folder();
  writeFileSync(join(here, "parley.config.json"), '{"httpprot":1}');
  await expect(loadConfig({ environment: {}, folder: here })).rejects.toThrow(/httpprot/);
});

test("overlapping contexts are refused", async () => {
  const here = folder();
  const rule = (name: string, first: number) => ({
    name,
    role: "administrator",
    users: { first, last: first + 9 },
    conferences: { first: first + 1000, last: first + 1009 },
  });
  writeFileSync(
    join(here, "parley.config.json"),
    JSON.stringify({ contexts: [rule("a", 1000), rule("b", 1005)] }),
  );
  await expect(loadConfig({ environment: {}, folder: here })).rejects.toThrow(/overlap/);
});

test("secrets of the first run are used for the softswitch only, and never printed", async () => {
  const here = folder();
  mkdirSync(join(here, "var"));
  writeFileSync(join(here, "var/parley.json"), '{"eslPassword":"generated-one","eslPort":18021}');
  const ours = await loadConfig({ environment: {}, folder: here });
  expect(ours.settings).toMatchObject({ eslPassword: "generated-one", eslPort: 18021 });
  expect(describeConfig(ours)).not.toContain("generated-one");
  const other = await loadConfig({ environment: { PARLEY_ESL_HOST: "127.0.0.1" }, folder: here });
  expect(other.settings.eslPassword).toBe("");
  expect(other.warnings.join()).toMatch(/password/);
});

test("a conference belongs to the context whose range holds its number", () => {
  expect(contextOfConferenceNumber(DEFAULT_CONTEXTS, "31999")).toBe("friends");
  expect(contextOfConferenceNumber(DEFAULT_CONTEXTS, "33000")).toBeUndefined();
  expect(contextOfConferenceNumber(DEFAULT_CONTEXTS, "31 00")).toBeUndefined();
});

test("the web client's folder goes by its present name, an earlier one, or the ancestor's root of static files", async () => {
  const here = folder();
  const webDirOf = async (environment: Record<string, string>) =>
    (await loadConfig({ environment, folder: here })).settings.webDir;
  expect(await webDirOf({ PARLEY_WEB_DIR: "a", PARLEY_STATIC_DIR: "b", STATICPATH: "c" })).toBe(
    join(here, "a"),
  );
  expect(await webDirOf({ PARLEY_STATIC_DIR: "b", STATICPATH: "c" })).toBe(join(here, "b"));
  // Its session key and its archives lie beside the client.
  expect(await webDirOf({ STATICPATH: "/static" })).toBe("/static/phone");
  expect(await webDirOf({})).toBeUndefined();
});

test.each([
  [{ staticDir: "old" }, "old"],
  [{ staticDir: "old", webDir: "new" }, "new"],
])(
  "parley.config.json may name the web client's folder as before: %o",
  async (content, expected) => {
    const here = folder();
    writeFileSync(join(here, "parley.config.json"), JSON.stringify(content));
    const { settings, sources } = await loadConfig({ environment: {}, folder: here });
    expect(settings.webDir).toBe(join(here, expected));
    expect(sources["webDir"]).toBe("parley.config");
  },
);

test.each([
  ["50G", 50 * 1024 ** 3],
  ["500m", 500 * 1024 ** 2],
  ["1.5 GiB", 1.5 * 1024 ** 3],
  ["2KB", 2048],
  ["1048576", 1048576],
])("a size of %s is %i bytes", async (text, bytes) => {
  const environment = { PARLEY_RECORDINGS_MAX_SIZE: text, PARLEY_RECORDINGS_MIN_FREE: text };
  const { settings } = await loadConfig({ environment, folder: folder() });
  expect(settings).toMatchObject({ recordingsMaxSize: bytes, recordingsMinFree: bytes });
});

test("unless told, recordings stay for ever and leave half a gigabyte free; 0 leaves nothing", async () => {
  const { settings } = await loadConfig({ environment: {}, folder: folder() });
  expect(settings).toMatchObject({ recordingsMinFree: 500 * 1024 ** 2, recordingsFormat: "wav" });
  expect(settings.recordingsMaxAge ?? settings.recordingsMaxSize).toBeUndefined();
  const off = await loadConfig({
    environment: { PARLEY_RECORDINGS_MIN_FREE: "0" },
    folder: folder(),
  });
  expect(off.settings.recordingsMinFree).toBe(0);
});

test("keys of archives are looked at when the program starts, and printed as how many they are", async () => {
  const here = folder();
  const keys = join(here, "keys.txt");
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const hybrid = await identityToRecipient(await generateHybridIdentity());
  const load = (environment: Record<string, string>) => loadConfig({ environment, folder: here });
  writeFileSync(keys, `# mine\n${identity}\n`, { mode: 0o600 });
  const config = await load({
    PARLEY_ARCHIVE_RECIPIENTS: `${recipient}, ${hybrid}`,
    PARLEY_ARCHIVE_IDENTITY: "keys.txt",
  });
  expect(config.settings).toMatchObject({
    archiveRecipients: [recipient, hybrid],
    archiveIdentity: keys,
  });
  const text = describeConfig(config);
  expect(text).toMatch(/^PARLEY_ARCHIVE_RECIPIENTS +2 +environment/m);
  expect(text).toMatch(/^PARLEY_ARCHIVE_PASSPHRASE +\(not set\)/m);
  for (const secret of [identity, recipient, hybrid]) expect(text).not.toContain(secret);
  const hidden = describeConfig(await load({ PARLEY_ARCHIVE_PASSPHRASE: "four words or more" }));
  expect(hidden).toMatch(/^PARLEY_ARCHIVE_PASSPHRASE +\*{8} +environment/m);

  const bad: [Record<string, string>, RegExp][] = [
    [{ PARLEY_ARCHIVE_RECIPIENTS: "ssh-ed25519 AAAA" }, /RECIPIENTS.*must be age1/],
    [{ PARLEY_ARCHIVE_RECIPIENTS: identity }, /RECIPIENTS.*must be age1/],
    [{ PARLEY_ARCHIVE_RECIPIENTS: `${recipient},${recipient}q` }, /RECIPIENTS.*number 2 is no/],
    [{ PARLEY_ARCHIVE_PASSPHRASE: "short" }, /PASSPHRASE.*eight/],
    [
      { PARLEY_ARCHIVE_PASSPHRASE: "long enough", PARLEY_ARCHIVE_RECIPIENTS: recipient },
      /PASSPHRASE.*one of the two/,
    ],
    [
      { PARLEY_ARCHIVE_IDENTITY: "missing.txt" },
      /IDENTITY.*missing\.txt: cannot be read \(ENOENT\)/,
    ],
  ];
  for (const [environment, reason] of bad) await expect(load(environment)).rejects.toThrow(reason);
  const withKeys = () => load({ PARLEY_ARCHIVE_IDENTITY: "keys.txt" });
  writeFileSync(keys, `${identity}\nwhat is this\n`);
  await expect(withKeys()).rejects.toThrow(/IDENTITY.*line 2 is no key of age/);
  writeFileSync(keys, "# nothing\n");
  await expect(withKeys()).rejects.toThrow(/IDENTITY.*there is no key in it/);
  writeFileSync(keys, identity);
  chmodSync(keys, 0o640);
  await expect(withKeys()).rejects.toMatchObject({
    name: "ConfigError",
    message: expect.stringMatching(/IDENTITY.*others may read it; chmod 600/),
  });
});
