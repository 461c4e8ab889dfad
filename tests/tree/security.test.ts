import { childNamed, find, findAll, readDirectory } from "@parley/fsxml";
import { expect, test } from "vitest";
import { configuration, loadTree, params, section, sources } from "./load-tree.js";

const { root } = loadTree();
const sip = params(configuration(root, "sofia.conf"));

test("every secret is a token for the first run, and there are no others but two folders", () => {
  const tokens = [...sources()].flatMap(([file, text]) =>
    [...text.matchAll(/@@(\w+)@@/g)].map(([, name]) => `${name} in ${file}`),
  );
  expect(tokens.sort()).toEqual([
    "admin_password in directory/default/team/20000.xml",
    "defconpin in vars.xml",
    "es_pw in vars.xml",
    "modconpin in vars.xml",
    "recordings_dir in vars.xml",
    "sounds_dir in vars.xml",
  ]);
});

test("whatever is called a password is one of those tokens", () => {
  const secrets = findAll(root, ({ attributes }) =>
    /password|passwd|secret|a1-hash/i.test(attributes["name"] ?? ""),
  );
  expect(secrets.map(({ attributes }) => attributes["value"])).toEqual([
    "@@es_pw@@",
    "@@admin_password@@",
  ]);
});

test("a stranger's calls, messages and subscriptions are challenged", () => {
  for (const name of ["auth-calls", "auth-messages", "auth-subscriptions"])
    expect(sip.get(name), name).toBe("true");
  for (const name of ["accept-blind-auth", "accept-blind-reg"])
    expect(sip.get(name), name).toBe("false");
  for (const name of sip.keys()) expect(name).not.toMatch(/^apply-(inbound|proxy|register)-acl/);
  expect(sip.get("challenge-realm")).toBe(sip.get("force-register-domain"));
});

test("a call that belongs to no user can only be hung up", () => {
  const refused = childNamed(section(root, "dialplan"), "context", "name", "refused");
  const actions = findAll(refused!, ({ name }) => name === "action");
  expect(actions.map(({ attributes }) => attributes["application"])).toEqual(["hangup"]);
  expect(sip.get("context")).toBe("refused");
  expect(params(configuration(root, "verto.conf")).get("context")).toBe("refused");
});

test("text messages, which can name the interface `api`, reach nothing over SIP or verto", () => {
  expect(sip.get("enable-chat")).toBe("false");
  const methods = params(section(root, "directory")).get("jsonrpc-allowed-methods")?.split(",");
  expect(methods).toContain("verto.invite");
  // An entry without a dot would allow every method of that family.
  for (const method of methods ?? []) expect(method).toMatch(/^verto\.\w+$/);
  for (const method of ["verto.info", "verto.modify", "verto.broadcast"])
    expect(methods).not.toContain(method);
});

test("no text is executed: expansion of API calls is off and no value has one", () => {
  expect(params(configuration(root, "switch.conf")).get("api-expansion")).toBe("false");
  const values = findAll(root, () => true).flatMap(({ attributes }) => Object.values(attributes));
  for (const value of values) expect(value).not.toMatch(/\$\{[^}]*[( ]/);
});

test("only known modules are loaded", () => {
  const loaded = findAll(configuration(root, "modules.conf"), ({ name }) => name === "load");
  expect(loaded.map(({ attributes }) => attributes["module"]?.replace("mod_", "")).sort()).toEqual([
    ...["av", "commands", "conference", "console", "dialplan_xml", "dptools", "event_socket"],
    ...["logfile", "loopback", "native_file", "opus", "png", "rtc", "sndfile", "sofia"],
    ...["spandsp", "tone_stream", "verto"],
  ]);
});

test("the dialplan uses harmless applications only", () => {
  const used = findAll(section(root, "dialplan"), ({ name }) => name === "action");
  const names = new Set(used.map(({ attributes }) => attributes["application"]));
  expect([...names].sort()).toEqual([
    ...[
      "answer",
      "bridge",
      "conference",
      "echo",
      "export",
      "hangup",
      "set",
      "set_profile_var",
      "transfer",
    ],
  ]);
});

test("the event socket listens on loopback, for loopback, with the generated password", () => {
  expect(Object.fromEntries(params(configuration(root, "event_socket.conf")))).toMatchObject({
    "listen-ip": "127.0.0.1",
    "apply-inbound-acl": "loopback.auto",
    password: "@@es_pw@@",
  });
});

test("no list of addresses lets anybody in without a password", () => {
  expect(find(configuration(root, "acl.conf"), ({ name }) => name === "node")).toBeUndefined();
  const users = readDirectory(section(root, "directory"))[0]?.users ?? [];
  for (const user of users) expect(user.attributes).not.toHaveProperty("ip");
});

test("a transfer that a phone asks for stays in its user's context", () => {
  const groups = findAll(section(root, "directory"), ({ name }) => name === "group");
  for (const group of groups) {
    const variable = childNamed(childNamed(group, "variables"), "variable");
    expect(variable?.attributes).toMatchObject({
      name: "force_transfer_context",
      value: group.attributes["name"],
    });
  }
  expect(groups).toHaveLength(3);
});

test("TLS is 1.2 or later, without the ciphers of yesterday", () => {
  expect(sip.get("tls-version")?.split(",")).toEqual(["tlsv1.2", "tlsv1.3"]);
  for (const weak of ["!aNULL", "!eNULL", "!3DES", "!MD5"])
    expect(sip.get("tls-ciphers")?.split(":")).toContain(weak);
});
