import { afterEach, beforeEach, expect, test } from "vitest";
import { readCapture } from "../../../../tests/_util/captures.js";
import {
  RECORDED_IDENTITY,
  RECORDED_PASSWORD,
  recordedTree,
  type TemporaryTree,
} from "../../testing/capture-tree.js";
import { RawClient } from "../../testing/raw-client.js";
import { comparable, type Exchange, exchanges, replay } from "../../testing/replay.js";
import { createSoftswitch, type Softswitch } from "../softswitch.js";

let tree: TemporaryTree;
let softswitch: Softswitch;
let port: number;

beforeEach(async () => {
  tree = recordedTree();
  softswitch = createSoftswitch({
    confDir: tree.confDir,
    eslPort: 0,
    identity: RECORDED_IDENTITY,
    heartbeatMs: 0,
  });
  port = (await softswitch.start()).eslPort;
});

afterEach(async () => {
  await softswitch.stop();
  tree.remove();
});

const wanted = (exchange: Exchange): string[] => exchange.frames.map(comparable);

const sentText = (exchange: Exchange): string => exchange.sent.toString("utf8").trim();

async function compare(client: RawClient, list: readonly Exchange[]): Promise<void> {
  for (const exchange of list) {
    expect(await replay(client, exchange), sentText(exchange)).toEqual(wanted(exchange));
  }
}

test("a wrong password is refused as recorded", async () => {
  const client = await RawClient.connect(port);
  await compare(client, exchanges(readCapture("01-session-basics")));
  await client.untilClosed();
});

test("every command of the recorded session gets the recorded replies and events", async () => {
  const client = await RawClient.connect(port);
  await compare(client, exchanges(readCapture("02-session-commands")));
  await client.untilClosed();
});

/** Those whose text depends on where the switch is installed, or on blanks in files that are not here. */
const PLACES = ["api xml_locate", "api global_getvar\n"];

test("questions about the configuration get the recorded answers", async () => {
  for (const [user, callId, networkPort] of [
    ["20001", "69fe8175d819d1db", 5100],
    ["22000", "3f8e9e4b52900b9d", 5120],
    ["21000", "2ac876daa44c7d7d", 5110],
  ] as const) {
    await softswitch.callers.register(user, {
      callId,
      port: networkPort,
      agent: "baresip v1.0.0 (x86_64/linux)",
    });
  }
  const client = await RawClient.connect(port);
  const list = exchanges(readCapture("03-config-queries")).filter(
    ({ sent }) => !PLACES.some((place) => sent.toString("utf8").startsWith(place)),
  );
  expect(list.length).toBeGreaterThan(15);
  await compare(client, list);
  client.close();
});

test("a broken file fails the reload as recorded and a mended one loads", async () => {
  const [greeting, login, subscribe, broken, mended] = exchanges(
    readCapture("04-reloadxml-broken"),
  ) as [Exchange, Exchange, Exchange, Exchange, Exchange];
  const client = await RawClient.connect(port);
  await compare(client, [greeting, login, subscribe]);
  tree.write("sections/broken.xml", "<section name='x'><condition></extension></section>\n");
  const before = softswitch.core.tree.root;
  await compare(client, [broken]);
  expect(softswitch.core.tree.root).toBe(before);
  tree.write("sections/broken.xml", "\n");
  await compare(client, [mended]);
  expect(softswitch.core.tree.root).not.toBe(before);
  client.close();
});

test("the password of the tree is the one that is asked for", async () => {
  const client = await RawClient.login(port, RECORDED_PASSWORD);
  expect(await client.api("global_getvar es_pw")).toBe(RECORDED_PASSWORD);
  client.close();
});
