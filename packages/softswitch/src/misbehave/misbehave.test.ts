import { afterEach, beforeEach, expect, test } from "vitest";
import { RawClient } from "../../testing/raw-client.js";
import { SmallSwitch } from "../../testing/small-switch.js";
import { MISBEHAVIOURS, parseMisbehaviour } from "./index.js";

let small: SmallSwitch;

beforeEach(async () => {
  small = await SmallSwitch.start();
});

afterEach(() => small.close());

const fire = (mark: string): void => {
  small.softswitch.core.fire("MESSAGE", { headers: [["Mark", mark]] });
};

async function listener(): Promise<RawClient> {
  const client = await small.login();
  await client.reply("event plain MESSAGE");
  return client;
}

async function marks(client: RawClient, count: number): Promise<(string | undefined)[]> {
  return (await client.takeMany(count)).map(({ body }) => /^Mark: (.*)$/m.exec(body)?.[1]);
}

test("every name is understood with and without an argument", () => {
  for (const name of MISBEHAVIOURS) {
    expect(parseMisbehaviour(name)).toEqual({ name, argument: "" });
    expect(parseMisbehaviour(` ${name.toUpperCase()} 3 Words here`)).toEqual({
      name,
      argument: "3 Words here",
    });
  }
  expect(parseMisbehaviour("drop linkx")).toBeUndefined();
});

test("drop link closes every connection without a notice", async () => {
  const clients = [await small.login(), await small.login()];
  small.softswitch.misbehave("drop link");
  for (const client of clients) {
    await client.untilClosed();
    expect(client.frames).toEqual([]);
  }
  expect(small.softswitch.misbehave.active).toEqual([]);
  expect(await (await small.login()).api("echo back")).toBe("back");
});

test("stop reading leaves commands unanswered while events flow, until told to behave", async () => {
  const client = await listener();
  small.softswitch.misbehave("stop reading");
  client.write("api echo late\n\n");
  fire("meanwhile");
  expect(await marks(client, 1)).toEqual(["meanwhile"]);
  expect(client.frames).toEqual([]);
  small.softswitch.behave();
  expect((await client.take()).body).toBe("late");
});

test("reject auth refuses so many logins", async () => {
  small.softswitch.misbehave("reject auth", 1);
  const refused = await small.connect();
  await refused.take();
  expect(await refused.reply("auth ClueCon")).toBe("-ERR invalid");
  await refused.untilClosed();
  expect(await (await small.login()).api("echo in")).toBe("in");
});

test("refuse reload answers with the text asked for and keeps the tree", async () => {
  const client = await small.login();
  const { root } = small.softswitch.core.tree;
  expect(
    await client.api("softswitch misbehave refuse reload 1 [error near line 3]: missing >"),
  ).toBe("+OK refuse reload\n");
  expect(await client.api("reloadxml")).toBe("+OK [[error near line 3]: missing >]\n");
  expect(small.softswitch.core.tree.root).toBe(root);
  expect(await client.api("reloadxml")).toBe("+OK [Success]\n");
});

test("lose events leaves a gap in the sequence", async () => {
  const client = await listener();
  small.softswitch.misbehave("lose events", 2);
  for (const mark of ["1", "2", "3"]) fire(mark);
  expect(await marks(client, 1)).toEqual(["3"]);
});

test("duplicate events sends so many of them twice", async () => {
  const client = await listener();
  small.softswitch.misbehave("duplicate events", 1);
  fire("a");
  fire("b");
  expect(await marks(client, 3)).toEqual(["a", "a", "b"]);
});

test("slow reply holds every reply back for its time", async () => {
  const client = await small.login();
  small.softswitch.misbehave("slow reply", 80);
  const before = performance.now();
  expect(await client.api("echo slow")).toBe("slow");
  expect(performance.now() - before).toBeGreaterThanOrEqual(75);
  small.softswitch.behave();
});

test("half frame breaks off in the middle of the next frame", async () => {
  const client = await listener();
  const whole = client.received.length;
  small.softswitch.misbehave("half frame");
  fire("never complete");
  await client.untilClosed();
  expect(client.frames).toEqual([]);
  const rest = client.received.subarray(whole).toString();
  expect(rest.startsWith("Content-Length: ")).toBe(true);
  expect(rest).not.toContain("Event-Sequence");
  expect(await (await small.login()).api("echo whole")).toBe("whole");
});

test("refuse connections closes the door and leaves those inside, until told to behave", async () => {
  const client = await small.login();
  expect(await client.api("softswitch misbehave refuse connections")).toBe(
    "+OK refuse connections\n",
  );
  await client.api("echo still");
  await expect(RawClient.connect(small.port)).rejects.toThrow(/ECONNREFUSED/);
  expect(await client.api("softswitch behave")).toBe("+OK\n");
  expect(await (await small.login()).api("echo again")).toBe("again");
});

test("what could not be ended from outside ends by itself after a time", async () => {
  const client = await small.login();
  await client.api("softswitch misbehave stop reading 30");
  const answer = client.api("echo later");
  expect(await answer).toBe("later");
  await client.api("softswitch misbehave refuse connections 30");
  await client.api("echo still");
  await expect(RawClient.connect(small.port)).rejects.toThrow(/ECONNREFUSED/);
  await expect
    .poll(() =>
      RawClient.connect(small.port).then(
        (each) => each.take(),
        () => undefined,
      ),
    )
    .toMatchObject({ contentType: "auth/request" });
});

test("late job delays the result of a job, not its acceptance", async () => {
  const client = await small.login();
  await client.reply("event plain BACKGROUND_JOB MESSAGE");
  small.softswitch.misbehave("late job", 50);
  await client.reply("bgapi echo result");
  await client.api("echo");
  fire("first");
  expect(await marks(client, 1)).toEqual(["first"]);
  expect((await client.take()).body.endsWith("\n\nresult")).toBe(true);
});

test("an unknown misbehaviour is refused with the list of those there are", async () => {
  const client = await small.login();
  expect(await client.api("softswitch misbehave be nice")).toBe(
    `-ERR one of: ${MISBEHAVIOURS.join(", ")}\n`,
  );
  expect(await client.api("softswitch dance")).toMatch(/^-ERR one of: .*misbehave/);
});
