import { expect, test } from "vitest";
import { ready } from "../../test/ready.js";
import type { Script } from "../../test/scripted-switch.js";
import { EslClient } from "../index.js";
import type { SubscriptionInput } from "../types.js";
import { checkSubscription, subscriptionCommands } from "./subscription.js";

const commands = (from: SubscriptionInput, to: SubscriptionInput) =>
  subscriptionCommands(checkSubscription(from), checkSubscription(to));

test("row 22: CUSTOM comes last wherever the caller put it, so no name is swallowed as a subclass", () => {
  expect(
    commands(
      {},
      {
        events: ["CUSTOM", "HEARTBEAT", "CUSTOM sofia::register", "API"],
        subclasses: ["a::b"],
      },
    ),
  ).toEqual(["event plain API HEARTBEAT CUSTOM a::b sofia::register"]);
});

test("filters are set before events flow", () => {
  const filters = [
    { header: "Unique-ID", value: "x" },
    { header: "Event-Name", value: "API", negative: true },
  ];
  expect(commands({}, { format: "json", events: ["all"], filters })).toEqual([
    "filter add Unique-ID x",
    "filter add Event-Name -API",
    "event json ALL",
  ]);
});

test("negative filters alone get a positive one beside them, without which nothing would be delivered", () => {
  const filters = [{ header: "Event-Name", value: "API", negative: true }];
  expect(commands({}, { events: ["ALL"], filters })).toEqual([
    "filter add Event-Name /./",
    "filter add Event-Name -API",
    "event plain ALL",
  ]);
});

test("a filter is negative by anything that is true", () => {
  const filters = [{ header: "Event-Name", value: "API", negative: 1 as never }];
  expect(commands({}, { filters })).toEqual([
    "filter add Event-Name /./",
    "filter add Event-Name -API",
  ]);
});

test("a wish that did not change writes nothing", () => {
  const wish = {
    events: ["API", "HEARTBEAT"],
    subclasses: ["a::b"],
    filters: [{ header: "X", value: "1" }],
  };
  const same = { ...wish, events: ["heartbeat", "API", "API"] };
  expect(commands(wish, same)).toEqual([]);
  expect(commands({ events: ["ALL"] }, { events: ["ALL", "API"] })).toEqual([]);
});

test("only the difference is written", () => {
  const from = {
    events: ["API", "HEARTBEAT"],
    subclasses: ["a::b", "c::d"],
    filters: [{ header: "X", value: "1" }],
  };
  const to = {
    events: ["API", "DTMF"],
    subclasses: ["c::d", "e::f"],
    filters: [{ header: "X", value: "2" }],
  };
  expect(commands(from, to)).toEqual([
    "filter add X 2",
    "filter delete X 1",
    "event plain DTMF CUSTOM e::f",
    "nixevent HEARTBEAT CUSTOM a::b",
  ]);
});

test("another format is asked for with the whole list", () => {
  expect(commands({ events: ["API"] }, { format: "xml", events: ["API"] })).toEqual([
    "event xml API",
  ]);
  expect(commands({ events: ["ALL"] }, { format: "json", events: ["ALL"] })).toEqual([
    "event json ALL",
  ]);
});

test("ALL is left by starting over, because its subclasses cannot be taken away one by one", () => {
  expect(commands({ events: ["ALL"] }, { events: ["API"] })).toEqual([
    "noevents",
    "event plain API",
  ]);
  expect(commands({ events: ["API"] }, { events: ["ALL"] })).toEqual(["event plain ALL"]);
  expect(commands({ events: ["API"] }, {})).toEqual(["noevents"]);
  expect(commands({}, {})).toEqual([]);
});

test.each<[SubscriptionInput, string]>([
  [{ events: ["HEARTBEET"] }, "events"],
  [{ events: ["API\n\napi system id"] }, "events"],
  [{ subclasses: ["a::b c::d"] }, "subclasses"],
  [{ subclasses: [""] }, "subclasses"],
  [{ format: "yaml" as "json" }, "format"],
  [{ format: "plain ALL" as "plain" }, "format"],
  [{ events: "HEARTBEAT" as never }, "events"],
  [{ filters: { header: "a", value: "b" } as never }, "filters"],
  [{ filters: [{ header: "A b", value: "x" }] }, "filters"],
  [{ filters: [{ header: "A", value: "x\ny" }] }, "filters"],
  [{ filters: [{ header: "A", value: "" }] }, "filters"],
  [{ filters: [{ header: "A", value: "+49" }] }, "filters"],
  [{ filters: [{ header: "A", value: "/x/", negative: true }] }, "filters"],
])("%j is refused and names the field", (input, field) => {
  expect(() => checkSubscription(input)).toThrow(
    expect.objectContaining({ name: "InvalidArgumentError", field }),
  );
  expect(() => new EslClient({ password: "x", subscription: input })).toThrow(
    expect.objectContaining({ field }),
  );
});

test("a changed wish is applied to the living link and to the ones after it", async () => {
  await using t = await ready({}, { subscription: { events: ["API"] } });
  await t.client.subscribe({ events: ["API", "DTMF"] });
  const reconnected = new Promise<void>((resolve) => t.client.once("ready", resolve));
  t.scripted.dropAll();
  await reconnected;
  expect(t.scripted.lines).toEqual([
    "auth ClueCon",
    "event plain API",
    "event plain DTMF",
    "auth ClueCon",
    "event plain API DTMF",
  ]);
});

test("of many wishes at once the last one stands, and none is written over another", async () => {
  await using t = await ready({}, { subscription: { events: ["API"] } });
  await Promise.all([
    t.client.subscribe({ events: ["DTMF"] }),
    t.client.subscribe({ events: ["TALK"] }),
    t.client.subscribe({ events: ["HEARTBEAT"] }),
  ]);
  expect(t.scripted.lines.slice(2)).toEqual([
    "event plain DTMF",
    "nixevent API",
    "event plain HEARTBEAT",
    "nixevent DTMF",
  ]);
});

const refusing = (word: string) => (t: { script: Script | undefined }) => {
  t.script = ({ line }, peer) => {
    if (!line.includes(word)) return false;
    peer.reply("-ERR permission denied");
    return true;
  };
};

test("a refused change is forgotten: the link has again what was accepted before, and so have the next ones", async () => {
  await using t = await ready({}, { subscription: { events: ["API"] } });
  refusing("DTMF")(t.scripted);
  await expect(t.client.subscribe({ events: ["API", "DTMF"] })).rejects.toMatchObject({
    command: "event plain DTMF",
  });
  const restored = ["noevents", "filter delete all", "event plain API"];
  expect(t.scripted.lines.slice(3)).toEqual(restored);
  const again = new Promise<void>((resolve) => t.client.once("ready", resolve));
  t.scripted.dropAll();
  await again;
  await t.client.subscribe({ events: ["TALK"] });
  expect(t.scripted.lines.slice(6)).toEqual([
    "auth ClueCon",
    "event plain API",
    "event plain TALK",
    "nixevent API",
  ]);
});

test("of a refused wish and one after it only the later one stands", async () => {
  await using t = await ready({}, { subscription: { events: ["API"] } });
  refusing("DTMF")(t.scripted);
  const refused = t.client.subscribe({ events: ["DTMF"] });
  const wished = t.client.subscribe({ events: ["TALK"] });
  await expect(refused).rejects.toMatchObject({ name: "CommandError" });
  await wished;
  expect(t.scripted.lines.slice(2)).toEqual([
    "event plain DTMF",
    "nixevent API",
    "noevents",
    "filter delete all",
    "event plain TALK",
  ]);
});

test("a refused log level is forgotten, and the one before it stands", async () => {
  await using t = await ready();
  refusing("nosuch")(t.scripted);
  await t.client.log("info");
  await expect(t.client.log("nosuch")).rejects.toMatchObject({ name: "CommandError" });
  const again = new Promise<void>((resolve) => t.client.once("ready", resolve));
  t.scripted.dropAll();
  await again;
  expect(t.scripted.lines.slice(3)).toEqual(["auth ClueCon", "log info"]);
});

test("job results pass a filter that would hide them", async () => {
  await using t = await ready(
    {},
    { subscription: { events: ["API"], filters: [{ header: "Unique-ID", value: "x" }] } },
  );
  await t.client.bgapi("status");
  await t.client.subscribe({ events: ["DTMF"], filters: [{ header: "Unique-ID", value: "x" }] });
  expect(t.scripted.lines.slice(3)).toEqual([
    "filter add Event-Name BACKGROUND_JOB",
    "event plain BACKGROUND_JOB",
    expect.stringMatching(/^bgapi status/),
    "filter add Event-Name BACKGROUND_JOB",
    "event plain BACKGROUND_JOB DTMF",
    "nixevent API",
  ]);
});

test("a wish without a link is kept for the next one", async () => {
  const client = new EslClient({ password: "x" });
  await client.subscribe({ events: ["API"] });
  await expect(client.subscribe({ events: ["NONSENSE"] })).rejects.toMatchObject({
    field: "events",
  });
  await client.close();
});

test("of two wishes at once the last one stands, also when the format of the first has to be loaded", async () => {
  await using t = await ready({}, { subscription: { events: ["HEARTBEAT"] } });
  const before = t.scripted.lines.length;
  await Promise.all([
    t.client.subscribe({ format: "xml", events: ["API"] }),
    t.client.subscribe({ events: ["DTMF"] }),
  ]);
  expect(t.scripted.lines.slice(before)).toEqual(["event plain DTMF", "nixevent HEARTBEAT"]);
});
