import { relative } from "node:path";
import { readConferences, readDirectory } from "@parley/fsxml";
import { expect, test } from "vitest";
import {
  BUILT_IN,
  CONF_DIR,
  configuration,
  loadTree,
  params,
  section,
  sources,
  withCopy,
} from "./load-tree.js";

const { result, root } = loadTree();
const COMMAND = /<X-PRE-PROCESS cmd="(set|include)" data="([^"]*)"\/>/;

test("the preprocessor has nothing to say but that nobody is in friends and public yet", () => {
  const remarks = result.diagnostics.map(({ code, message }) => `${code} ${message}`);
  expect(remarks).toHaveLength(2);
  for (const [index, group] of ["friends", "public"].entries()) {
    expect(remarks[index]).toMatch(/^include-no-match /);
    expect(remarks[index]).toContain(`default/${group}/*.xml`);
  }
});

test("every file of the tree is read", () => {
  const read = result.files.map((file) => relative(CONF_DIR, file));
  expect(read.sort()).toEqual([...sources().keys()].sort());
});

test("commands of the preprocessor stand alone on their lines and none hides in a comment", () => {
  for (const [file, text] of sources()) {
    for (const line of text.split("\n")) {
      if (/X-PRE-PROCESS/i.test(line))
        expect(line, file).toMatch(new RegExp(`^ *${COMMAND.source}$`));
      // The whole line is dropped with these tags, so nothing else may stand on it.
      if (/<\/?include>|<\?/.test(line))
        expect(line, file).toMatch(/^(<\/?include>|<\?xml .*\?>)$/);
    }
    for (const comment of text.match(/<!--[\s\S]*?-->/g) ?? [])
      expect(comment, file).not.toMatch(/X-PRE-PROCESS|\$\$\{|@@/i);
  }
});

test("every global variable that is used was set before", () => {
  const known = new Set<string>(Object.keys(BUILT_IN));
  const vars = sources().get("vars.xml") ?? "";
  for (const line of vars.split("\n")) {
    for (const [, name = ""] of line.matchAll(/\$\$\{([^}]*)\}/g)) expect(known).toContain(name);
    const [, , data = ""] = COMMAND.exec(line) ?? [];
    if (data !== "") known.add(data.slice(0, data.indexOf("=")));
  }
  for (const [file, text] of sources())
    for (const [, name = ""] of text.matchAll(/\$\$\{([^}]*)\}/g))
      expect(known, file).toContain(name);
});

test("no global holds a channel variable, which the switch would store as %{…}", () => {
  for (const [, value] of result.variables) expect(value).not.toMatch(/[$%]\{/);
});

test("the server finds the variables it asks for", () => {
  for (const name of [
    ...["es_pw", "defconpin", "modconpin", "domain", "wss_binding", "internal_tls_port"],
    ...["internal_ssl_enable", "recordings_dir", "sound_prefix", "internal_sip_port"],
    ...["es_listen_ip", "es_listen_port", "verto_bindlocal_port", "external_sip_ip"],
    ...["external_rtp_ip", "global_codec_prefs", "sip_tls_version", "sip_tls_ciphers"],
  ])
    expect(result.variables.get(name), name).toBeTruthy();
  expect(result.variables.has("default_password")).toBe(false);
});

test("one variable moves SIP, WSS and media to another address; event socket and verto stay on loopback", async () => {
  const moved = await withCopy(
    (write) => write("vars.xml", (text) => text.replace("bind_ip=127.0.0.1", "bind_ip=192.0.2.7")),
    (confDir) => loadTree(confDir).root,
  );
  const sip = params(configuration(moved, "sofia.conf"));
  for (const name of ["sip-ip", "rtp-ip", "ext-sip-ip", "ext-rtp-ip", "challenge-realm"])
    expect(sip.get(name), name).toBe("192.0.2.7");
  expect(sip.get("wss-binding")).toMatch(/^:\d+$/);
  expect(params(configuration(moved, "event_socket.conf")).get("listen-ip")).toBe("127.0.0.1");
  expect(params(configuration(moved, "verto.conf")).get("bind-local")).toMatch(/^127\.0\.0\.1:/);
});

test("one administrator and one conference per context, and one with video, are there to begin with", () => {
  const [domain] = readDirectory(section(root, "directory"));
  expect(domain?.groups).toEqual(["team", "friends", "public"]);
  expect(domain?.users.map(({ id, group }) => [id, group])).toEqual([["20000", "team"]]);
  expect(domain?.users[0]?.own.variables).toMatchObject({
    user_context: "team",
    effective_caller_id_name: "admin",
    effective_caller_id_number: "20000",
    conf_flags: "moderator|mute-detect",
    polymac: "none",
    conpin: result.variables.get("modconpin"),
  });
  const rooms = readConferences(section(root, "dialplan"));
  expect(
    rooms.map(({ context, number, name, profile }) => [context, number, name, profile]),
  ).toEqual([
    ["team", "30000", "team", "16kHz-novideo"],
    ["team", "30001", "video", "48kHz-video"],
    ["team", "31000", "friends", "16kHz-novideo"],
    ["team", "32000", "public", "16kHz-novideo"],
  ]);
});
