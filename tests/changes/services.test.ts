import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRooms, type Rooms } from "./rooms.js";
import { makeTree, type TestTree } from "./tree.js";
import { TreeSwitch } from "./tree-switch.js";

let tree: TestTree;
let switch_: TreeSwitch;
let rooms: Rooms;

beforeEach(async () => {
  tree = makeTree();
  switch_ = new TreeSwitch(tree.confDir);
  rooms = await openRooms(tree, switch_);
});
afterEach(async () => {
  await rooms.close();
  tree.remove();
});

const anna = { name: "Anna O'Neil & Söhne", email: "anna@example.com", context: "friends" };

async function added(item: Parameters<Rooms["users"]["add"]>[0][number] = anna) {
  const { done, failed } = await rooms.users.add([item]);
  expect(failed).toEqual([]);
  const [user] = done;
  if (user === undefined) throw new Error("nobody was added");
  return user;
}

describe("adding users", () => {
  test("a user gets the lowest free id of its context, a password and the default pin", async () => {
    const user = await added();
    expect(user).toEqual({
      ...anna,
      id: "21000",
      conpin: "0815",
      polymac: "none",
      password: expect.stringMatching(/^\w{20}$/),
    });
    expect(rooms.xmlState.current.userById("21000")).toEqual(user);
    expect(tree.read("directory/default/friends/21000.xml")).toContain(
      '<variable name="effective_caller_id_name" value="Anna O&apos;Neil &amp; Söhne"/>',
    );
    expect(statSync(join(tree.confDir, "directory/default/friends/21000.xml")).mode & 0o777).toBe(
      0o640,
    );
  });

  test("administrators get the moderators' pin and join as moderators, participants join muted", async () => {
    const admin = await added({ ...anna, context: "team" });
    expect(admin).toMatchObject({ id: "20001", conpin: "2357" });
    expect(tree.read("directory/default/team/20001.xml")).toContain(
      'value="moderator|mute-detect"',
    );
    expect(tree.read("directory/default/team/20001.xml")).toContain('value="$${modconpin}"');
    const guest = await added({ ...anna, name: "Guest", context: "public" });
    expect(guest).toMatchObject({ id: "22000", conpin: "0815" });
    expect(tree.read("directory/default/public/22000.xml")).toContain('value="mute-detect|mute"');
  });

  test("each item is answered for itself; of two equal names in one request the second fails", async () => {
    const items = [
      { ...anna, name: "one" },
      { ...anna, name: "ONE" },
      { ...anna, name: "two", email: "nonsense" },
      { ...anna, name: "three", context: "nowhere" },
      { ...anna, name: "admin" },
      { ...anna, name: "four\nsystem id" },
      { ...anna, name: "five", polymac: "0004F2AABBCC" },
      { ...anna, name: "six", polymac: "00:04:f2:aa:bb:cc" },
    ];
    const { done, failed } = await rooms.users.add(items);
    expect(done.map(({ id, name }) => [id, name])).toEqual([
      ["21000", "one"],
      ["21001", "five"],
    ]);
    expect(failed.map(({ error, field, item }) => [item.name, field, error])).toEqual([
      ["ONE", "name", "name already taken"],
      ["two", "email", "email does not contain an email"],
      ["three", "context", "context does not exist"],
      ["admin", "name", "name already taken"],
      ["four\nsystem id", "name", expect.stringContaining("control characters")],
      ["six", "polymac", "polymac already taken"],
    ]);
    expect(switch_.reloads).toBe(1);
  });

  test("a request of which nothing can be done touches no file and does not reload", async () => {
    const before = tree.contents();
    await rooms.users.add([{ ...anna, email: "" }]);
    expect(tree.contents()).toEqual(before);
    expect(switch_.reloads).toBe(0);
  });

  test("ids that only files know are not given out: by name, by content, parsed or not", async () => {
    tree.write("directory/default/friends/21000.xml", "<include>\n</include>\n");
    tree.write(
      "directory/default/friends/several.xml",
      '<include><user id="21001"/><!-- <user id="21002"> --></include>',
    );
    expect((await added()).id).toBe("21003");
  });

  test("a full range is said, and what fits is done", async () => {
    await rooms.close();
    const range = (first: number) => ({ first, last: first + 1 });
    const contexts = [
      {
        name: "team",
        role: "administrator",
        users: range(20000),
        conferences: range(30000),
      } as const,
    ];
    rooms = await openRooms(tree, switch_, contexts);
    const { done, failed } = await rooms.users.add([
      { ...anna, context: "team" },
      { ...anna, name: "Berta", context: "team" },
    ]);
    expect(done.map(({ id }) => id)).toEqual(["20001"]);
    expect(failed).toMatchObject([{ problem: "range full", field: "context" }]);
    expect(failed[0]?.error).toBe("no user id is free in context team (20000 to 20001)");
  });
});

test("whatever the field, what the switch would misread fails with the field's name and changes nothing", async () => {
  const user = await added();
  const before = tree.contents();
  const poison = [
    "\n",
    "\u0000",
    "\u202e",
    "$${es_pw}",
    "${system(id)}",
    "X-PRE-PROCESS",
    "<?",
    "<include>",
  ];
  const reloads = switch_.reloads;
  for (const field of ["name", "email", "context", "password", "conpin", "polymac"] as const) {
    const items = poison.map((text) => ({ ...anna, name: "fresh", [field]: `a${text}b` }));
    const added = await rooms.users.add(items);
    const changed = await rooms.users.modify(
      poison.map((text) => ({ id: user.id, [field]: `a${text}b` })),
    );
    for (const { done, failed } of [added, changed]) {
      expect(done).toEqual([]);
      expect(failed.map((failure) => failure.field)).toEqual(poison.map(() => field));
    }
  }
  for (const field of ["name", "type", "context"] as const) {
    const room = { name: "fresh", type: "16kHz-novideo", context: "team" };
    const items = poison.map((text) => ({ ...room, [field]: `a${text}b` }));
    const added = await rooms.conferences.add(items);
    expect(added.failed.map((failure) => failure.field)).toEqual(poison.map(() => field));
  }
  expect(tree.contents()).toEqual(before);
  expect(switch_.reloads).toBe(reloads);
});

describe("modifying users", () => {
  test("no password makes a new one, no polymac takes it away, everything else is kept", async () => {
    const user = await added({
      ...anna,
      conpin: "4711",
      polymac: "0004f2aabbcc",
      password: "first-one",
    });
    const { done } = await rooms.users.modify([{ id: user.id }]);
    expect(done).toEqual([
      { ...user, polymac: "none", password: expect.stringMatching(/^\w{20}$/) },
    ]);
  });

  test("a new context means a new id, other flags and the other default pin, and the old file is gone", async () => {
    const user = await added({ ...anna, context: "team" });
    const file = "directory/default/team/20001.xml";
    tree.write(
      file,
      tree
        .read(file)
        .replace("</variables>", '  <variable name="toll_allow" value="local"/>\n    </variables>'),
    );
    const { done } = await rooms.users.modify([
      { id: user.id, context: "public", password: "kept-secret" },
    ]);
    expect(done).toEqual([
      { ...user, id: "22000", context: "public", conpin: "0815", password: "kept-secret" },
    ]);
    expect(tree.contents()[file]).toBeUndefined();
    const text = tree.read("directory/default/public/22000.xml");
    expect(text).toContain('<variable name="toll_allow" value="local"/>');
    expect(text).toContain('<variable name="effective_caller_id_number" value="22000"/>');
    expect(text).toContain('value="mute-detect|mute"');
    expect(rooms.xmlState.current.userById("20001")).toBeUndefined();
  });

  test("a pin that was set for the user goes along to another context", async () => {
    const user = await added({ ...anna, conpin: "4711" });
    const { done } = await rooms.users.modify([{ id: user.id, context: "public" }]);
    expect(done[0]?.conpin).toBe("4711");
  });

  test("unknown ids and taken names fail; keeping one's own name or its capitals does not", async () => {
    const user = await added();
    await added({ ...anna, name: "Berta" });
    const { done, failed } = await rooms.users.modify([
      { id: "29999" },
      { id: user.id, name: "berta" },
      { id: user.id, name: "anna o'neil & söhne" },
    ]);
    expect(failed.map(({ error }) => error)).toEqual(["no userid 29999", "name already taken"]);
    expect(done.map(({ name }) => name)).toEqual(["anna o'neil & söhne"]);
  });

  test("several changes of one user in one request add up", async () => {
    const user = await added();
    const { done, failed } = await rooms.users.modify([
      { id: user.id, name: "first", password: "password-1" },
      { id: user.id, email: "second@example.com", password: "password-2" },
    ]);
    expect(failed).toEqual([]);
    expect(done[1]).toMatchObject({
      name: "first",
      email: "second@example.com",
      password: "password-2",
    });
  });
});

describe("removing users", () => {
  test("the user and its file are gone, the id is free again", async () => {
    const user = await added();
    expect(await rooms.users.remove([{ id: user.id }])).toEqual({ done: [user], failed: [] });
    expect(tree.contents()["directory/default/friends/21000.xml"]).toBeUndefined();
    expect((await rooms.users.remove([{ id: user.id }])).failed).toMatchObject([
      { error: "no userid 21000", field: "id" },
    ]);
    expect((await added()).id).toBe("21000");
  });

  test("the last administrator stays, however the request tries", async () => {
    const other = await added({ ...anna, context: "team" });
    const { done, failed } = await rooms.users.remove([{ id: "20000" }, { id: other.id }]);
    expect(done.map(({ id }) => id)).toEqual(["20000"]);
    expect(failed).toMatchObject([{ problem: "last administrator" }]);
    const moved = await rooms.users.modify([{ id: other.id, context: "public" }]);
    expect(moved.failed).toMatchObject([
      { error: "the last administrator cannot be moved to another context" },
    ]);
    expect(rooms.xmlState.current.userById(other.id)?.context).toBe("team");
  });
});

describe("hand edits", () => {
  test("a param, a variable, a comment and odd blanks in a user's file survive a change, byte by byte", async () => {
    const { id } = await added({ ...anna, password: "before-it" });
    const file = `directory/default/friends/${id}.xml`;
    const edited = tree
      .read(file)
      .replace(
        "</params>",
        "  <param name = 'max-registrations-per-extension' value=\"2\"/>\r\n</params>",
      )
      .replace(
        "<variables>",
        "<variables>\n<!-- Anna works from home: see ticket 12 -->\n\t<variable   name='x' value='&#228;'/>",
      );
    tree.write(file, edited);
    const { failed } = await rooms.users.modify([{ id, name: "Anna B", password: "after-it" }]);
    expect(failed).toEqual([]);
    expect(tree.read(file)).toBe(
      edited.replace("before-it", "after-it").replace("Anna O&apos;Neil &amp; Söhne", "Anna B"),
    );
  });

  test("users of a shared hand-made file are changed, moved and removed in it; the others stay as they are", async () => {
    const file = "directory/default/friends/everybody.xml";
    const entry = (id: string, name: string) =>
      `  <user id="${id}">\n    <params><param name="password" value="pw-${id}"/></params>\n    <variables><variable name="user_context" value="friends"/><variable name="effective_caller_id_name" value="${name}"/></variables>\n  </user>\n`;
    tree.write(
      file,
      `<include>\n  <!-- ours -->\n${entry("21500", "Vera")}${entry("21501", "Wim")}${entry("21502", "Xenia")}</include>\n`,
    );
    await switch_.reloadXml();
    await rooms.xmlState.refresh();
    const changed = await rooms.users.modify([
      { id: "21500", email: "vera@example.com", password: "new-pw-21500" },
    ]);
    expect(changed.failed).toEqual([]);
    expect(changed.done[0]).toMatchObject({ name: "Vera", email: "vera@example.com" });
    expect(tree.read(file)).toContain(entry("21501", "Wim") + entry("21502", "Xenia"));
    const moved = await rooms.users.modify([{ id: "21501", context: "public" }]);
    expect(moved.failed).toEqual([]);
    expect(moved.done[0]).toMatchObject({ id: "22000", name: "Wim", context: "public" });
    expect((await rooms.users.remove([{ id: "21500" }])).failed).toEqual([]);
    expect(tree.read(file)).toBe(
      `<include>\n  <!-- ours -->\n${entry("21502", "Xenia")}</include>\n`,
    );
  });

  test("a user that stands inline in the domain's file is removed without the domain", async () => {
    const file = "directory/default.xml";
    tree.write(
      file,
      tree
        .read(file)
        .replace(
          "<users>",
          '<users>\n<user id="29000"><variables><variable name="user_context" value="public"/></variables></user>',
        ),
    );
    await switch_.reloadXml();
    await rooms.xmlState.refresh();
    expect((await rooms.users.remove([{ id: "29000" }])).failed).toEqual([]);
    expect(tree.read(file)).toContain("<domain name=");
  });

  test("a broken hand edit elsewhere makes the change fail in the switch's words and puts everything back", async () => {
    tree.write("directory/default/public/22777.xml", "<include>\n<user>\n</include>\n");
    const before = tree.contents();
    const { done, failed } = await rooms.users.add([anna]);
    expect(done).toEqual([]);
    expect(failed).toMatchObject([{ problem: "refused by the switch" }]);
    expect(failed[0]?.error).toContain("unexpected closing tag </users>");
    expect(tree.contents()).toEqual({ ...before, ".parley.lock": expect.any(String) });
    expect(rooms.xmlState.current.lastReload?.message).toContain("unexpected closing tag");
  });

  test("a broken file of the user itself is said with its name and left alone", async () => {
    const { id } = await added();
    const file = `directory/default/friends/${id}.xml`;
    tree.write(file, '<include><user id="21000"></include>');
    const { failed } = await rooms.users.modify([{ id, name: "x" }]);
    expect(failed).toMatchObject([{ problem: "not editable" }]);
    expect(failed[0]?.error).toContain(file);
    expect(tree.read(file)).toBe('<include><user id="21000"></include>');
  });

  test("rebuild brings files up to the template and keeps what we do not manage", async () => {
    const { id } = await added({ ...anna, conpin: "4711" });
    const file = `directory/default/friends/${id}.xml`;
    const fresh = tree.read(file);
    const edited = fresh
      .replace("</params>", '  <param name="own" value="1"/><!-- mine -->\n    </params>')
      .replace('      <variable name="outbound_caller_id_name" value=""/>\n', "")
      .replace(
        '<variable name="outbound_caller_id_number" value=""/>',
        '<variable name="outbound_caller_id_number" value="000"/>',
      );
    tree.write(file, edited);
    const { done, failed } = await rooms.users.rebuild();
    expect(failed).toEqual([]);
    expect(done.map((user) => user.id).sort()).toEqual(["20000", id]);
    const rebuilt = tree.read(file);
    expect(rebuilt).toContain('<param name="own" value="1"/><!-- mine -->');
    expect(rebuilt).toContain('<variable name="outbound_caller_id_name" value=""/>');
    expect(rebuilt).toContain('<variable name="outbound_caller_id_number" value=""/>');
    expect(rooms.xmlState.current.userById(id)).toMatchObject({ conpin: "4711", name: anna.name });
  });

  test("an edit between our reading and our writing is noticed and taken into the change", async () => {
    const { id } = await added({ ...anna, password: "before-it" });
    const file = `directory/default/friends/${id}.xml`;
    let once = true;
    switch_.duringReload = () => {
      if (once)
        tree.write(file, tree.read(file).replace("</params>", "<!-- just now --></params>"));
      once = false;
    };
    const [first, second] = await Promise.all([
      rooms.users.add([{ ...anna, name: "Other" }]),
      new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        rooms.users.modify([{ id, name: "Changed", password: "after-it" }]),
      ),
    ]);
    expect([...first.failed, ...second.failed]).toEqual([]);
    expect(tree.read(file)).toContain("<!-- just now -->");
    expect(tree.read(file)).toContain("Changed");
  });
});

describe("conferences", () => {
  const room = { name: "Zoë's & room", type: "16kHz-novideo", context: "friends" };

  test("a conference gets the lowest free number of its context and a file that leads to it", async () => {
    const { done, failed } = await rooms.conferences.add([
      room,
      { ...room, name: "video 2", type: "48kHz-video" },
    ]);
    expect(failed).toEqual([]);
    expect(done).toEqual([
      { ...room, num: "31001" },
      { ...room, num: "31002", name: "video 2", type: "48kHz-video" },
    ]);
    const text = tree.read("dialplan/conferences/31001.xml");
    expect(text).toContain('data="Zoë&apos;s &amp; room@16kHz-novideo++flags{${conf_flags}}"');
    expect(text).toContain('data="codec_string=$${type_16kHz-novideo_codecs}"');
  });

  test("what is wrong is said in the contract's words", async () => {
    const { done, failed } = await rooms.conferences.add([
      { ...room, name: "team" },
      { ...room, type: "mono" },
      { ...room, context: "nowhere" },
      { ...room, name: "a@b" },
    ]);
    expect(done).toEqual([]);
    expect(failed.map(({ error, field }) => [field, error])).toEqual([
      ["name", "name already taken"],
      ["type", "type not implementet"],
      ["context", "context does not exist"],
      ["name", 'name must not contain "@"'],
    ]);
    expect((await rooms.conferences.modify([{ num: "39999" }])).failed[0]?.error).toBe(
      "no conference 39999",
    );
    expect((await rooms.conferences.remove([{ num: "39999" }])).failed[0]?.error).toBe(
      "no conference 39999",
    );
  });

  test("a change keeps pin, flags and whatever was added by hand; a new type brings its codecs", async () => {
    const { done } = await rooms.conferences.add([room]);
    const num = done[0]?.num ?? "";
    const file = `dialplan/conferences/${num}.xml`;
    const edited = tree
      .read(file)
      .replace(
        "16kHz-novideo++flags{${conf_flags}}",
        "16kHz-novideo+1234+flags{${conf_flags}|endconf}",
      )
      .replace(
        '<action application="answer"/>',
        '<action application="answer"/> <!-- slow -->\n<action application="sleep" data="500"/>',
      );
    tree.write(file, edited);
    const changed = await rooms.conferences.modify([
      { num, name: "New name", type: "48kHz-video" },
    ]);
    expect(changed).toEqual({
      failed: [],
      done: [{ ...room, num, name: "New name", type: "48kHz-video" }],
    });
    expect(tree.read(file)).toBe(
      edited
        .replaceAll("Zoë&apos;s &amp; room", "New name")
        .replaceAll("16kHz-novideo", "48kHz-video"),
    );
  });

  test("a new context means a new number and another file", async () => {
    const { done } = await rooms.conferences.add([room]);
    const old = done[0]?.num ?? "";
    const moved = await rooms.conferences.modify([{ num: old, context: "team" }]);
    expect(moved).toEqual({ failed: [], done: [{ ...room, num: "30002", context: "team" }] });
    expect(tree.contents()[`dialplan/conferences/${old}.xml`]).toBeUndefined();
    expect(tree.read("dialplan/conferences/30002.xml")).toContain('expression="^30002$"');
  });

  test("removing one takes its file, or only its extension where others share the file", async () => {
    const both = ["30500", "30501"].map(
      (num) =>
        `  <extension name="r${num}">\n    <condition field="destination_number" expression="${num}">\n      <action application="conference" data="r${num}@16kHz-novideo"/>\n    </condition>\n  </extension>\n`,
    );
    tree.write("dialplan/conferences/by-hand.xml", `<include>\n${both.join("")}</include>\n`);
    await switch_.reloadXml();
    await rooms.xmlState.refresh();
    const { failed } = await rooms.conferences.remove([{ num: "30500" }, { num: "30000" }]);
    expect(failed).toEqual([]);
    expect(tree.read("dialplan/conferences/by-hand.xml")).toBe(`<include>\n${both[1]}</include>\n`);
    expect(tree.contents()["dialplan/conferences/30000.xml"]).toBeUndefined();
  });

  test("numbers that a hand-made extension answers are not given out", async () => {
    tree.write(
      "dialplan/conferences/echo.xml",
      '<include><extension name="echo"><condition field="destination_number" expression="^(31001)$"><action application="echo"/></condition></extension></include>',
    );
    expect((await rooms.conferences.add([room])).done[0]?.num).toBe("31002");
  });
});
