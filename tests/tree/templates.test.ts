import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeAttribute, readConferences, readDirectory } from "@parley/fsxml";
import { expect, test } from "vitest";
import { loadTree, section, sources, TEMPLATES_DIR, withCopy } from "./load-tree.js";
import { routeCall } from "./route-call.js";

const NAMES = ["bob", "Zoë O'Brien & Söhne", 'a <b> "q"', "back\\slash", "100% #1; [x] (y)"];

function fill(template: string, values: Record<string, string>): string {
  const text = readFileSync(join(TEMPLATES_DIR, template), "utf8");
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${template} asks for ${name}`);
    return encodeAttribute(value, name);
  });
}

const user = (id: string, name: string) =>
  fill("user.xml", {
    ...{ id, name, password: "p&<>\"'w", context: "friends", email: "bob@example.com" },
    ...{ conpin: "0815", polymac: "0004f2aabbcc", confflags: "moderator|mute-detect" },
  });

test.each(NAMES)("a user called %s is read back as written", async (name) => {
  const { root } = await withCopy(
    (write) => write("directory/default/friends/21000.xml", () => user("21000", name)),
    loadTree,
  );
  const bob = readDirectory(section(root, "directory"))[0]?.users.find(({ id }) => id === "21000");
  expect(bob?.group).toBe("friends");
  expect(bob?.own.params).toEqual({ password: "p&<>\"'w" });
  expect(bob?.own.variables).toEqual({
    ...{ user_context: "friends", effective_caller_id_name: name },
    ...{ effective_caller_id_number: "21000", verto_dvar_email: "bob@example.com" },
    ...{ outbound_caller_id_name: "", outbound_caller_id_number: "" },
    ...{ polymac: "0004f2aabbcc", conf_flags: "moderator|mute-detect", conpin: "0815" },
  });
  expect(bob?.variables["force_transfer_context"]).toBe("friends");
});

test.each(NAMES)("a conference called %s is read back and reached", async (name) => {
  const values = { number: "31007", name, type: "48kHz-video-mux" };
  const { root, result } = await withCopy(
    (write) => write("dialplan/conferences/31007.xml", () => fill("conference.xml", values)),
    loadTree,
  );
  const dialplan = section(root, "dialplan");
  expect(readConferences(dialplan).find(({ number }) => number === "31007")).toMatchObject({
    ...{ context: "team", extension: name, name, profile: "48kHz-video-mux", pin: "" },
    flags: "${conf_flags}",
  });
  const call = { context: "friends", destination: "31007", variables: { user_context: "friends" } };
  expect(routeCall(dialplan, call)).toMatchObject({
    data: `${name}@48kHz-video-mux++flags{}`,
    set: { codec_string: result.variables.get("type_48kHz-video-mux_codecs") },
  });
});

test("the files of the tree are what the templates make", () => {
  const files = sources();
  const room = { number: "30001", name: "video", type: "48kHz-video" };
  expect(files.get("dialplan/conferences/30001.xml")).toBe(fill("conference.xml", room));
  const admin = fill("user.xml", {
    ...{ id: "20000", name: "admin", password: "@@admin_password@@", context: "team" },
    ...{ email: "admin@example.com", polymac: "none", confflags: "moderator|mute-detect" },
    conpin: "PIN",
  });
  const written = files.get("directory/default/team/20000.xml");
  // A default PIN is the one value that refers to a variable; the encoder rightly refuses it here.
  expect(written?.replace("$${modconpin}", "PIN")).toBe(admin);
});
