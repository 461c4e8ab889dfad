import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { recordedTree, type TemporaryTree } from "../../testing/capture-tree.js";
import {
  headerOf,
  type RawPhone,
  rawRequest,
  statusOf,
  udpPhone,
  webPhone,
} from "../../testing/raw-phone.js";
import { createCore, type SwitchCore, type SwitchEvent } from "../core/index.js";
import { createRegistrations, type Registrations } from "../registrations/index.js";
import type { SipAddresses } from "../sip/index.js";
import { createTree } from "../tree/index.js";
import { createSofia, reachOf, type Sofia } from "./index.js";

const AGENT = "User-Agent: baresip v1.0.0 (x86_64/linux)";

let tree: TemporaryTree;
let core: SwitchCore;
let registrations: Registrations;
let sofia: Sofia;
let addresses: SipAddresses;
let phone: RawPhone;
let events: SwitchEvent[];

const PARAMS: Readonly<Record<string, string>> = {
  "sip-ip": "127.0.0.1",
  "challenge-realm": "127.0.0.1",
  "force-register-domain": "127.0.0.1",
  "force-register-db-domain": "127.0.0.1",
  "inbound-reg-force-matching-username": "true",
  "max-registrations-per-extension": "3",
  "user-agent-string": "Parley",
};

async function start(
  params: Readonly<Record<string, string>> = PARAMS,
  globals = "",
): Promise<void> {
  const settings = Object.entries(params).map(
    ([name, value]) => `<param name="${name}" value="${value}"/>`,
  );
  tree.write(
    "autoload_configs/sofia.conf.xml",
    `<configuration name="sofia.conf"><global_settings>${globals}</global_settings><profiles><profile name="internal"><settings>${settings.join("\n")}</settings></profile></profiles></configuration>`,
  );
  core = createCore({
    tree: ({ variables }) =>
      createTree({
        confDir: tree.confDir,
        variables,
        onLoaded: () => {},
        refusal: () => undefined,
        onNotice: () => {},
      }),
  });
  registrations = createRegistrations(core);
  sofia = createSofia(core, registrations, { port: 0, wsPort: 0 });
  addresses = await sofia.start();
  phone = await udpPhone(addresses.udp?.port ?? 0);
  events = [];
  core.on("event", (event) => event.name === "CUSTOM" && events.push(event));
}

beforeEach(() => {
  tree = recordedTree();
  return start();
});

afterEach(async () => {
  phone.close();
  registrations.stop();
  await sofia.stop();
  tree.remove();
});

const passwordOf = (user: string): string =>
  core.tree.directoryUser(user)?.params["password"] ?? "";

const hash = (text: string): string => createHash("md5").update(text).digest("hex");

interface Login {
  readonly user?: string;
  readonly password?: string;
  readonly count?: string;
  readonly nonce?: string;
}

/** The credentials that answer a challenge. */
function credentials(challenge: string, method: string, login: Login = {}): string {
  const { user = "20001", password = passwordOf(user), count = "00000001" } = login;
  const proxy = statusOf(challenge) === 407;
  const digest = headerOf(challenge, proxy ? "Proxy-Authenticate" : "WWW-Authenticate") ?? "";
  const nonce = login.nonce ?? /nonce="([^"]*)"/.exec(digest)?.[1] ?? "";
  const uri = "sip:127.0.0.1";
  const a1 = hash(`${user}:127.0.0.1:${password}`);
  const response = hash(`${a1}:${nonce}:${count}:abc:auth:${hash(`${method}:${uri}`)}`);
  const name = proxy ? "Proxy-Authorization" : "Authorization";
  return `${name}: Digest username="${user}", realm="127.0.0.1", nonce="${nonce}", uri="${uri}", response="${response}", algorithm="MD5", cnonce="abc", qop=auth, nc=${count}`;
}

interface Register {
  readonly expires?: number;
  readonly callId?: string;
  readonly user?: string;
  readonly contacts?: readonly string[];
  readonly headers?: readonly string[];
}

async function send(options: Register = {}, through = phone): Promise<string> {
  const { user = "20001", expires = 60, callId = "one", contacts } = options;
  const message = rawRequest("REGISTER", phone.port, {
    user,
    callId,
    uri: "sip:127.0.0.1",
    to: `<sip:${user}@127.0.0.1>`,
    headers: [AGENT, `Expires: ${expires}`, ...(options.headers ?? [])],
  });
  const lines = (contacts ?? []).map((each) => `Contact: ${each}\r\n`).join("");
  through.send(contacts === undefined ? message : message.replace(/Contact: .*\r\n/, lines));
  return through.take();
}

/** Challenge and answer. */
async function register(
  options: Register = {},
  login: Login = {},
  through = phone,
): Promise<string> {
  const challenge = await send(options, through);
  const headers = [
    ...(options.headers ?? []),
    credentials(challenge, "REGISTER", { user: options.user ?? "20001", ...login }),
  ];
  return send({ ...options, headers }, through);
}

const names = (): (string | undefined)[] =>
  events.map(({ subclass }) => subclass?.replace("sofia::", ""));

const results = (): (string | undefined)[] =>
  events
    .filter(({ subclass }) => subclass === "sofia::register_attempt")
    .map((event) => event.get("auth-result"));

const bound = (answer: string): string[] => answer.match(/^Contact: .*(?=\r$)/gm) ?? [];

test("asking for the bindings is refused where sofia.conf itself says so, not where its profile does", async () => {
  const name = "reg-deny-binding-fetch-and-no-lookup";
  const again = async (params: typeof PARAMS, globals: string) => {
    phone.close();
    registrations.stop();
    await sofia.stop();
    await start(params, globals);
    return statusOf(await send({ contacts: [] }));
  };
  expect(await again({ ...PARAMS, [name]: "true" }, "")).toBe(401);
  expect(await again(PARAMS, `<param name="${name}" value="true"/>`)).toBe(500);
  expect(statusOf(await send())).toBe(401);
});

test("a phone signs in, comes again without a new challenge, and signs out", async () => {
  const challenge = await send();
  expect(statusOf(challenge)).toBe(401);
  expect(challenge.match(/WWW-Authenticate/g)).toHaveLength(1);
  const first = await send({ headers: [credentials(challenge, "REGISTER")] });
  expect(statusOf(first)).toBe(200);
  expect(bound(first)).toEqual([`Contact: <sip:20001@127.0.0.1:${phone.port}>;expires=60`]);
  expect(registrations.list()).toMatchObject([
    {
      callId: "one",
      user: "20001",
      domain: "127.0.0.1",
      contact: `"" <sip:20001@127.0.0.1:${phone.port}>`,
      transport: "udp",
      networkPort: phone.port,
      expires: 60,
    },
  ]);
  const again = await send({
    headers: [credentials(challenge, "REGISTER", { count: "00000002" })],
  });
  expect(statusOf(again)).toBe(200);
  expect(registrations.list()).toHaveLength(1);
  const out = await send({
    expires: 0,
    headers: [credentials(challenge, "REGISTER", { count: "00000003" })],
  });
  expect(statusOf(out)).toBe(200);
  expect(bound(out)).toEqual([]);
  expect(registrations.list()).toEqual([]);
  expect(names()).toEqual([
    "pre_register",
    "register_attempt",
    "register",
    "register_attempt",
    "register",
    "register_attempt",
    "unregister",
  ]);
  expect(events[4]?.get("update-reg")).toBe("true");
  expect(events[2]?.get("update-reg")).toBeUndefined();
});

test("the same count again, a nonce of somebody else and no digest at all are challenged as stale", async () => {
  const challenge = await send();
  const answer = credentials(challenge, "REGISTER");
  await send({ headers: [answer] });
  for (const header of [
    answer,
    credentials(challenge, "REGISTER", { nonce: "feedface" }),
    "Authorization: NoOneKnowsThisScheme opaque-data=here",
  ]) {
    const stale = await send({ headers: [header] });
    expect(statusOf(stale)).toBe(401);
    expect(headerOf(stale, "WWW-Authenticate")).toContain("stale=true");
  }
  expect(results()).toEqual(["RENEWED", "STALE", "STALE", "STALE"]);
});

test("wrong passwords, unknown users and other users' names are refused", async () => {
  expect(statusOf(await register({}, { password: "wrong" }))).toBe(403);
  expect(names()).toEqual(["pre_register", "register_attempt", "register_failure"]);
  expect(events[2]?.get("registration-type")).toBe("REGISTER");
  expect(statusOf(await register({ user: "29999" }, { password: "" }))).toBe(403);
  expect(statusOf(await register({ user: "21000" }, { user: "20001" }))).toBe(403);
  expect(results()).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
  expect(registrations.list()).toEqual([]);
});

test("a guesser is made to wait and then not listened to, while others at the address come in", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  try {
    for (let attempt = 1; attempt <= 20; attempt += 1) {
      const challenge = await send();
      const answer = send({ headers: [credentials(challenge, "REGISTER", { password: "wrong" })] });
      const told = await Promise.race([
        answer,
        vi.waitFor(() => expect(results()).toHaveLength(attempt)).then(() => "nothing"),
      ]);
      if (attempt > 3) expect(told).toBe("nothing");
      await vi.advanceTimersByTimeAsync(4000 / 2);
      await vi.advanceTimersByTimeAsync(4000 / 2);
      expect(statusOf(await answer)).toBe(403);
    }
    expect(statusOf(await register())).toBe(503);
    expect(statusOf(await register({ user: "21000" }))).toBe(200);
    vi.setSystemTime(Date.now() + 60_001);
    expect(statusOf(await register())).toBe(200);
  } finally {
    vi.useRealTimers();
  }
});

test("a user has several phones, sees them all, and no more than allowed", async () => {
  const contact = (host: number) => [`"Bob" <sip:20001@127.0.0.1:${host};ob>`];
  await register({ callId: "a", contacts: contact(9001) });
  await register({ callId: "b", contacts: contact(9002) });
  const both = await register({ callId: "c", contacts: [] });
  expect(bound(both)).toEqual([
    "Contact: <sip:20001@127.0.0.1:9001;ob>;expires=60",
    "Contact: <sip:20001@127.0.0.1:9002;ob>;expires=60",
  ]);
  expect(statusOf(await register({ callId: "c", contacts: contact(9003) }))).toBe(200);
  expect(statusOf(await register({ callId: "d", contacts: contact(9004) }))).toBe(403);
  expect(statusOf(await register({ callId: "d", expires: 0, contacts: contact(9001) }))).toBe(200);
  expect(registrations.list().map(({ callId }) => callId)).toEqual(["b", "c"]);
});

test("a star signs out every phone of the user, and only with Expires 0", async () => {
  await register({
    callId: "a",
    contacts: ["<sip:20001@127.0.0.1:9001>", "<sip:20001@127.0.0.1:9002>"],
  });
  await register({ callId: "b", user: "21000" });
  events = [];
  expect(statusOf(await send({ contacts: ["*"] }))).toBe(400);
  const out = await register({ expires: 0, contacts: ["*"] });
  expect(statusOf(out)).toBe(200);
  expect(registrations.list().map(({ user }) => user)).toEqual(["21000"]);
  await vi.waitFor(() => expect(names().filter((each) => each === "unregister")).toHaveLength(2));
});

test("RFC 4475 3.3.12 to 3.3.14: what belongs to the contact and what to its URI is told apart", async () => {
  await register({ contacts: ["sip:20001@127.0.0.1:9001;unknownparam"] });
  await register({ callId: "b", contacts: ["<sip:20001@127.0.0.1:9002;unknownparam>"] });
  await register({
    callId: "c",
    contacts: ["<sip:20001@127.0.0.1:9003?Route=%3Csip:sip.example.com%3E>"],
  });
  expect(registrations.list().map(({ contact }) => contact)).toEqual([
    '"" <sip:20001@127.0.0.1:9001>',
    '"" <sip:20001@127.0.0.1:9002;unknownparam>',
    '"" <sip:20001@127.0.0.1:9003>',
  ]);
});

test("a page's phone is behind NAT by definition and goes with its socket", async () => {
  const page = await webPhone(addresses.ws?.port ?? 0);
  const answer = await register({ contacts: ["<sip:abc@xyz.invalid;transport=ws>"] }, {}, page);
  expect(bound(answer)).toEqual(["Contact: <sip:abc@xyz.invalid;transport=ws>;expires=60"]);
  const [registration] = registrations.list();
  expect(registration?.status).toBe("Registered(WS-NAT)");
  const { networkPort } = registration ?? {};
  expect(registration?.contact).toBe(
    `"" <sip:abc@xyz.invalid;transport=ws;fs_nat=yes;fs_path=sip%3Aabc%40127.0.0.1%3A${networkPort}%3Btransport%3Dws>`,
  );
  expect(registration && reachOf(registration)).toEqual({
    uri: "sip:abc@xyz.invalid;transport=ws",
    peer: { transport: "ws", address: "127.0.0.1", port: networkPort },
  });
  page.close();
  await vi.waitFor(() => expect(registrations.list()).toEqual([]));
  expect(events.at(-1)?.get("reason")).toBe("socket-disconnection");
});

test("calls are challenged, and signed ones come with their user", async () => {
  const call = new Promise((resolve) => {
    sofia.stack.onInvite = (each) => resolve(each.user);
  });
  const invite = (headers: readonly string[]) =>
    rawRequest("INVITE", phone.port, { headers: [AGENT, ...headers] });
  phone.send(invite([]));
  const challenge = await phone.take();
  expect(statusOf(challenge)).toBe(407);
  expect(events.at(-1)?.get("from-user")).toBe("30000");
  phone.send(invite([credentials(challenge, "INVITE", { password: "wrong" })]));
  let refusal = "";
  while (statusOf(refusal) !== 403) refusal = await phone.take();
  expect(events.at(-1)?.get("registration-type")).toBe("INVITE");
  phone.send(invite([credentials(challenge, "INVITE", { count: "00000002" })]));
  expect(await call).toEqual({ user: "20001", domain: "127.0.0.1" });
});
