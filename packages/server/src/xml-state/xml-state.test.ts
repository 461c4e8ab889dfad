import { EventEmitter } from "node:events";
import { parseXml, readDirectory } from "@parley/fsxml";
import { describe, expect, test } from "vitest";
import { DEFAULT_CONTEXTS } from "../config/index.js";
import { createXmlState, readConfiguration, type SwitchReader, type XmlState } from "./index.js";

const conferenceConfig = parseXml(
  `<configuration name="conference.conf"><profiles><profile name="16kHz-novideo"/><profile name="48kHz-video"/></profiles></configuration>`,
);

function directory(users: string, before = "") {
  return readDirectory(
    parseXml(
      `<section name="directory"><domain name="127.0.0.1"><groups>${before}<group name="team"><users>${users}</users></group></groups></domain></section>`,
    ),
  );
}

function user(id: string, variables: Record<string, string> = {}) {
  const entries = Object.entries(variables).map(
    ([name, value]) => `<variable name="${name}" value="${value}"/>`,
  );
  return `<user id="${id}"><params><param name="password" value="pw${id}"/></params><variables>${entries.join("")}</variables></user>`;
}

function extension(number: string, data: string) {
  return `<extension name="x"><condition field="destination_number" expression="${number}"><action application="conference" data="${data}"/></condition></extension>`;
}

function dialplan(...extensions: string[]) {
  return parseXml(
    `<section name="dialplan"><context name="team">${extensions.join("")}</context></section>`,
  );
}

const read = (parts: Partial<Parameters<typeof readConfiguration>[0]>) =>
  readConfiguration({ globals: { domain: "127.0.0.1" }, ...parts }, DEFAULT_CONTEXTS);

describe("a reading of the switch", () => {
  test("a user has the switch's own values, its pin expanded by the switch", () => {
    const variables = {
      user_context: "team",
      effective_caller_id_name: "Zoë &amp; co",
      verto_dvar_email: "z@example.com",
      polymac: "0004f2aabbcc",
      conpin: "2357",
    };
    expect(read({ directory: directory(user("20001", variables)) }).users).toEqual([
      {
        id: "20001",
        password: "pw20001",
        conpin: "2357",
        context: "team",
        name: "Zoë & co",
        email: "z@example.com",
        polymac: "0004f2aabbcc",
      },
    ]);
  });

  test("hand-made trees are read: missing variables, pointers, a double id, users outside groups", () => {
    const odd = `<user id="20002"/><user id="20003" type="pointer"/>${user("20002", { user_context: "team" })}${user("20003")}`;
    const section = readDirectory(
      parseXml(
        `<section name="directory"><domain name="127.0.0.1">${user("22009", { user_context: "public" })}<groups><group name="g"><users>${odd}</users></group></groups></domain></section>`,
      ),
    );
    const { users } = read({ directory: section });
    expect(users.map(({ id, name, context, polymac }) => [id, name, context, polymac])).toEqual([
      ["20002", "20002", "", "none"],
      ["20003", "20003", "", "none"],
      ["22009", "22009", "public", "none"],
    ]);
  });

  test("params and variables are found whatever the capitals of their names, as the switch finds them", () => {
    const odd = `<user id="20001"><params><param name="Password" value="pw"/></params><variables><variable name="User_Context" value="team"/></variables></user>`;
    expect(read({ directory: directory(odd) }).users[0]).toMatchObject({
      password: "pw",
      context: "team",
    });
  });

  test("a value that group or domain give counts, and the tree's own domain is taken among several", () => {
    const section = readDirectory(
      parseXml(
        `<section name="directory"><domain name="other">${user("1")}</domain><domain name="127.0.0.1"><groups><group name="g"><variables><variable name="user_context" value="friends"/></variables><users>${user("21000")}</users></group></groups></domain></section>`,
      ),
    );
    const { users, domain } = read({ directory: section });
    expect(domain).toBe("127.0.0.1");
    expect(users.map(({ id, context }) => [id, context])).toEqual([["21000", "friends"]]);
  });

  test("a conference's context is the range of its number; outside all ranges it has none", () => {
    const { conferences, conferenceTypes } = read({
      conferenceConfig,
      dialplan: dialplan(
        extension("^30000$", "room a@16kHz-novideo++flags{${conf_flags}}"),
        extension("31000", "b@48kHz-video"),
        extension("9999", "c@16kHz-novideo"),
        extension("30000", "shadowed@16kHz-novideo"),
      ),
    });
    expect(conferenceTypes).toEqual(["16kHz-novideo", "48kHz-video"]);
    expect(conferences).toEqual([
      { num: "30000", name: "room a", type: "16kHz-novideo", context: "team" },
      { num: "31000", name: "b", type: "48kHz-video", context: "friends" },
      { num: "9999", name: "c", type: "16kHz-novideo", context: "" },
    ]);
  });

  test("10,000 users are read and indexed in under a second", () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      user(String(20_000 + index), {
        user_context: "team",
        effective_caller_id_name: `user ${index}`,
      }),
    );
    const section = directory(many.join(""));
    const began = performance.now();
    const { users } = read({ directory: section });
    expect(performance.now() - began).toBeLessThan(1000);
    expect(users).toHaveLength(10_000);
  });
});

class FakeSwitch extends EventEmitter implements SwitchReader {
  connected = true;
  readings = 0;
  users = user("20000");
  gate: Promise<void> = Promise.resolve();
  async directory() {
    this.readings++;
    const text = this.users;
    await this.gate;
    if (!this.connected) throw new Error("away");
    return directory(text);
  }
  async xmlLocate(section: string) {
    return section === "configuration" ? conferenceConfig : dialplan();
  }
  async globals() {
    return { domain: "127.0.0.1" };
  }
}

const nextChange = (room: ReturnType<typeof createXmlState>) =>
  new Promise<XmlState>((resolve) => room.once("changed", resolve));

function roomOn(switch_: FakeSwitch) {
  return createXmlState(switch_, DEFAULT_CONTEXTS, { settleMs: 5, retryMs: 5 });
}

describe("the room", () => {
  test("starts empty at version 0 and reads as soon as the switch is up", async () => {
    const switch_ = new FakeSwitch();
    switch_.connected = false;
    const room = roomOn(switch_);
    expect(room.current.version).toBe(0);
    switch_.connected = true;
    const changed = nextChange(room);
    switch_.emit("up");
    expect((await changed).version).toBe(1);
    expect(room.current.userById("20000")?.password).toBe("pw20000");
    room.close();
  });

  test("a reading that says the same is no change; one that differs is", async () => {
    const switch_ = new FakeSwitch();
    const room = roomOn(switch_);
    const before = await room.refresh();
    const after = await room.refresh();
    expect(after.version).toBe(before.version);
    switch_.users += user("20001");
    expect((await room.refresh()).version).toBe(before.version + 1);
    room.close();
  });

  test("readings never overlap, and many requests during one share the next", async () => {
    const switch_ = new FakeSwitch();
    const room = roomOn(switch_);
    await room.refresh();
    const begun = switch_.readings;
    const open = withResolvers();
    switch_.gate = open.promise;
    const first = room.refresh();
    const others = Array.from({ length: 10 }, () => room.refresh());
    switch_.users += user("20001");
    open.resolve();
    expect((await first).users).toHaveLength(1);
    for (const state of await Promise.all(others)) expect(state.users).toHaveLength(2);
    expect(switch_.readings).toBe(begun + 2);
    room.close();
  });

  test("a reload by somebody else is followed, and remembered as the last reload", async () => {
    const switch_ = new FakeSwitch();
    const room = roomOn(switch_);
    await room.refresh();
    switch_.users += user("20001");
    const changed = nextChange(room);
    for (let i = 0; i < 5; i++) switch_.emit("event", { name: "RELOADXML" });
    expect((await changed).userById("20001")).toBeDefined();
    expect(room.current.lastReload?.message).toBe("+OK [Success]");
    room.close();
  });

  test("while held, the holder's own reload starts no reading; a stranger's is caught up on at the end", async () => {
    const switch_ = new FakeSwitch();
    const room = roomOn(switch_);
    await room.refresh();
    const hold = room.hold();
    hold.expectReload();
    switch_.emit("event", { name: "RELOADXML" });
    await room.refresh();
    const readings = switch_.readings;
    switch_.users += user("20001");
    switch_.emit("event", { name: "RELOADXML" });
    expect(switch_.readings).toBe(readings);
    const changed = nextChange(room);
    hold.release();
    expect((await changed).users).toHaveLength(2);
    expect(switch_.readings).toBe(readings + 1);
    room.close();
  });

  test("a reading that fails leaves the state as it was and is tried again", async () => {
    const switch_ = new FakeSwitch();
    const room = roomOn(switch_);
    await room.refresh();
    const failed = new Promise((resolve) => room.once("refreshFailed", resolve));
    switch_.gate = Promise.reject(new Error("lost"));
    switch_.gate.catch(() => {});
    switch_.users += user("20001");
    switch_.emit("event", { name: "RELOADXML" });
    await failed;
    expect(room.current.users).toHaveLength(1);
    const changed = nextChange(room);
    switch_.gate = Promise.resolve();
    expect((await changed).users).toHaveLength(2);
    room.close();
  });

  test("a snapshot and everything in it is immutable", async () => {
    const room = roomOn(new FakeSwitch());
    const state = await room.refresh();
    expect(Object.isFrozen(state)).toBe(true);
    expect(Object.isFrozen(state.users)).toBe(true);
    expect(Object.isFrozen(state.users[0])).toBe(true);
    room.close();
  });
});

function withResolvers() {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
