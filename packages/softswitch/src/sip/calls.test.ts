import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  headerOf,
  type RawPhone,
  rawRequest,
  statusOf,
  udpPhone,
} from "../../testing/raw-phone.js";
import {
  createSipStack,
  type IncomingSipCall,
  type SipCall,
  type SipCallEvents,
  SipCallFailedError,
  type SipStack,
} from "./index.js";

const SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
const TYPE = "Content-Type: application/sdp";

let stack: SipStack;
let phone: RawPhone;
let port: number;

beforeEach(async () => {
  stack = createSipStack({
    bindings: [{ transport: "udp", host: "127.0.0.1", port: 0 }],
    timers: { t1: 5, t2: 20, t4: 20 },
    sessionTimer: { expires: 1800, minimum: 90 },
    userAgent: "test",
  });
  port = (await stack.start()).udp?.port ?? 0;
  phone = await udpPhone(port);
});

afterEach(async () => {
  await stack.stop(0);
  phone.close();
});

/** The next message that is not one that came before. */
const seen = new Set<string>();
async function fresh(): Promise<string> {
  for (;;) {
    const got = await phone.take();
    if (!seen.has(got)) {
      seen.add(got);
      return got;
    }
  }
}

async function final(): Promise<string> {
  for (;;) {
    const got = await fresh();
    if (statusOf(got) >= 200) return got;
  }
}

const nextCall = (): Promise<IncomingSipCall> =>
  new Promise((resolve) => {
    stack.onInvite = resolve;
  });

const over = (call: SipCall): Promise<SipCallEvents["over"][0]> =>
  new Promise((resolve) => call.on("over", resolve));

interface Talk {
  readonly call: IncomingSipCall;
  readonly ok: string;
  request(method: string, options?: { headers?: readonly string[]; body?: string }): string;
}

let callSerial = 0;

async function invite(headers: readonly string[] = []) {
  callSerial += 1;
  const callId = `talk-${callSerial}`;
  const coming = nextCall();
  const message = rawRequest("INVITE", phone.port, {
    callId,
    sequence: 1,
    body: SDP,
    headers: [TYPE, ...headers],
  });
  phone.send(message);
  return { call: await coming, callId, message };
}

async function talk(headers: readonly string[] = []): Promise<Talk> {
  const { call, callId } = await invite(headers);
  call.accept(SDP);
  const ok = await final();
  let sequence = 1;
  const request: Talk["request"] = (method, options) => {
    if (method !== "ACK") sequence += 1;
    return rawRequest(method, phone.port, {
      callId,
      to: headerOf(ok, "To") ?? "",
      sequence,
      ...options,
    });
  };
  const confirmed = new Promise((resolve) => call.on("confirmed", resolve));
  phone.send(request("ACK"));
  await confirmed;
  return { call, ok, request };
}

const quiet = (): Promise<void> =>
  vi.waitFor(
    () => expect(stack.counts).toEqual({ transactions: 0, calls: 0, connections: 0 }),
    3000,
  );

test("a call rings, is answered, acknowledged and ended by the phone", async () => {
  const { call, callId } = await invite();
  expect(call).toMatchObject({ callId, offer: SDP, state: "early", user: undefined });
  call.ring();
  expect(statusOf(await fresh())).toBe(100);
  const ringing = await fresh();
  expect(statusOf(ringing)).toBe(180);
  call.accept(SDP);
  const ok = await final();
  expect(headerOf(ok, "To")).toBe(headerOf(ringing, "To"));
  expect(headerOf(ok, "Contact")).toBe(`<sip:30000@127.0.0.1:${port};transport=udp>`);
  expect(ok.endsWith(`\r\n\r\n${SDP}`)).toBe(true);
  const to = headerOf(ok, "To") ?? "";
  phone.send(rawRequest("ACK", phone.port, { callId, to, sequence: 1 }));
  const ended = over(call);
  phone.send(
    rawRequest("BYE", phone.port, {
      callId,
      to,
      sequence: 2,
      headers: ['Reason: Q.850;cause=16;text="x"'],
    }),
  );
  expect(await ended).toMatchObject({ by: "remote", q850: 16 });
  expect(statusOf(await final())).toBe(200);
  await quiet();
});

test("the answer comes again until its ACK, and a call without an ACK ends", async () => {
  const { call } = await invite();
  const ended = over(call);
  call.accept(SDP);
  const first = await final();
  expect(await phone.take()).toBe(first);
  expect(await phone.take()).toBe(first);
  expect(await ended).toMatchObject({ by: "stack" });
  expect((await fresh()).startsWith("BYE ")).toBe(true);
  await quiet();
});

test("an INVITE that comes again gets the same answer, not a second call", async () => {
  const { call, message } = await invite();
  expect(statusOf(await phone.take())).toBe(100);
  call.ring();
  const ringing = await phone.take();
  stack.onInvite = () => expect.unreachable("a second call");
  phone.send(message);
  expect(await phone.take()).toBe(ringing);
  call.end();
  expect(statusOf(await final())).toBe(480);
});

test("CANCEL ends a call that nobody answered", async () => {
  const { call, message } = await invite();
  const ended = over(call);
  phone.send(
    message
      .replace(/^INVITE/, "CANCEL")
      .replace("1 INVITE", "1 CANCEL")
      .replace(/Content-Type.*\r\n/, "")
      .replace(SDP, "")
      .replace(/Content-Length: \d+/, "Content-Length: 0"),
  );
  const answers = [await final(), await final()].sort();
  expect(answers.map(statusOf)).toEqual([200, 487]);
  expect(await ended).toMatchObject({ by: "remote", status: 487 });
  await quiet();
});

test("a refused call says why, again and again until the ACK", async () => {
  const { call, callId, message } = await invite();
  call.end({ status: 486, q850: 17, text: "USER_BUSY" });
  const refusal = await final();
  expect(refusal).toMatch(/^SIP\/2.0 486 Busy Here/);
  expect(headerOf(refusal, "Reason")).toBe('Q.850;cause=17;text="USER_BUSY"');
  expect(await phone.take()).toBe(refusal);
  const branch = /branch=(\S+)/.exec(message)?.[1] ?? "";
  phone.send(
    rawRequest("ACK", phone.port, {
      callId,
      branch,
      to: headerOf(refusal, "To") ?? "",
      sequence: 1,
    }),
  );
  await quiet();
});

test("we hang up with the cause, but not before the phone knows of the call", async () => {
  const { call, callId } = await invite();
  call.accept(SDP);
  const ok = await final();
  call.end({ q850: 16, text: "NORMAL_CLEARING" });
  expect(call.state).toBe("over");
  expect(await phone.take()).toBe(ok);
  phone.send(rawRequest("ACK", phone.port, { callId, to: headerOf(ok, "To") ?? "", sequence: 1 }));
  const bye = await fresh();
  expect(bye).toMatch(new RegExp(`^BYE sip:20001@127\\.0\\.0\\.1:${phone.port} SIP/2\\.0`));
  expect(headerOf(bye, "Reason")).toBe('Q.850;cause=16;text="NORMAL_CLEARING"');
  answer(bye, 200);
  await quiet();
});

/** Answers a request of the stack. */
function answer(request: string, status: number, further: readonly string[] = [], body = ""): void {
  const copied = ["Via", "From", "To", "Call-ID", "CSeq"].map((name) => {
    const value = headerOf(request, name) ?? "";
    return name === "To" && !value.includes("tag=")
      ? `To: ${value};tag=callee`
      : `${name}: ${value}`;
  });
  const lines = [
    `SIP/2.0 ${status} Whatever`,
    ...copied,
    ...further,
    `Content-Length: ${body.length}`,
  ];
  phone.send(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

test("a re-INVITE is answered by whoever has the media, refused without, and 491 while another is open", async () => {
  const { call, request } = await talk();
  phone.send(request("INVITE", { headers: [TYPE], body: SDP }));
  expect(statusOf(await final())).toBe(488);
  call.onOffer = async (offer) => offer.replace("s=-", "s=answer");
  phone.send(request("INVITE", { headers: [TYPE], body: SDP }));
  const ok = await final();
  expect(ok).toContain("s=answer");
  // Not acknowledged yet.
  phone.send(request("INVITE", { headers: [TYPE], body: SDP }));
  expect(statusOf(await final())).toBe(491);
});

test("a change of ours is sent again after a glare", async () => {
  const { call } = await talk();
  vi.spyOn(Math, "random").mockReturnValue(0);
  const answered = call.reinvite(SDP);
  const first = await fresh();
  answer(first, 491);
  expect((await fresh()).startsWith("ACK ")).toBe(true);
  const second = await fresh();
  expect(second.startsWith("INVITE ")).toBe(true);
  answer(second, 200, [TYPE], SDP);
  expect(await answered).toBe(SDP);
  expect((await fresh()).startsWith("ACK ")).toBe(true);
  vi.restoreAllMocks();
});

test("keys and transfers come as events; what is out of order or unknown is refused", async () => {
  const { call, request } = await talk();
  const keys: unknown[] = [];
  call.on("dtmf", (digit, durationMs) => keys.push([digit, durationMs]));
  const relay = "Content-Type: application/dtmf-relay";
  phone.send(request("INFO", { headers: [relay], body: "Signal=5\r\nDuration=160\r\n" }));
  expect(statusOf(await final())).toBe(200);
  phone.send(request("INFO", { headers: [relay], body: "Signal=11\r\n" }));
  expect(statusOf(await final())).toBe(200);
  expect(keys).toEqual([
    ["5", 160],
    ["#", 250],
  ]);
  const referred = new Promise((resolve) =>
    call.on("refer", (target, replaces, tell) => {
      tell(true);
      resolve([target, replaces]);
    }),
  );
  phone.send(
    request("REFER", { headers: ["Refer-To: <sip:30001@127.0.0.1?Replaces=a%3Bto-tag%3Db>"] }),
  );
  expect(await referred).toEqual(["sip:30001@127.0.0.1", "a;to-tag=b"]);
  const [one, two] = [await fresh(), await fresh()];
  expect([one, two].some((each) => each.startsWith("NOTIFY "))).toBe(true);
  phone.send(request("FETCH"));
  expect(statusOf(await final())).toBe(405);
  const late = rawRequest("INFO", phone.port, {
    callId: call.callId,
    to: headerOf(request("INFO"), "To") ?? "",
    sequence: 1,
  });
  phone.send(late);
  expect(statusOf(await final())).toBe(500);
});

test("session timers are answered, and too short ones refused", async () => {
  const timer = (text: string) => ["Supported: timer", `Session-Expires: ${text}`];
  const short = nextCall();
  phone.send(rawRequest("INVITE", phone.port, { body: SDP, headers: [TYPE, ...timer("60")] }));
  const refusal = await final();
  expect(statusOf(refusal)).toBe(422);
  expect(headerOf(refusal, "Min-SE")).toBe("90");
  const { ok, request } = await talk(timer("600;refresher=uac"));
  expect(headerOf(ok, "Session-Expires")).toBe("600;refresher=uac");
  expect(headerOf(ok, "Require")).toBe("timer");
  phone.send(request("UPDATE", { headers: timer("3600") }));
  expect(headerOf(await final(), "Session-Expires")).toBe("1800;refresher=uac");
  void short;
});

test("a phone without session timers is asked by us, and is gone when it does not answer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { call, ok } = await talk(["Allow: INVITE, ACK, BYE"]);
    expect(headerOf(ok, "Session-Expires")).toBe("1800;refresher=uas");
    expect(headerOf(ok, "Require")).toBeUndefined();
    await vi.advanceTimersByTimeAsync(900_000);
    const asked = await fresh();
    expect(asked.startsWith("INVITE ")).toBe(true);
    expect(headerOf(asked, "Session-Expires")).toBe("1800;refresher=uac");
    answer(asked, 200, [TYPE], SDP);
    expect((await fresh()).startsWith("ACK ")).toBe(true);
    const ended = over(call);
    await vi.advanceTimersByTimeAsync(900_000);
    await vi.advanceTimersByTimeAsync(64 * 5);
    expect(await ended).toMatchObject({ by: "stack" });
  } finally {
    vi.useRealTimers();
  }
});

test("requests for calls that are not are refused, their ACKs let be", async () => {
  const to = "<sip:30000@127.0.0.1>;tag=nobody";
  phone.send(rawRequest("ACK", phone.port, { to }));
  for (const method of ["BYE", "INVITE", "INFO"]) {
    phone.send(rawRequest(method, phone.port, { to }));
    expect(statusOf(await final()), method).toBe(481);
  }
  phone.send(rawRequest("CANCEL", phone.port));
  expect(statusOf(await final())).toBe(481);
  await quiet();
});

test("the same request by two ways is one request", async () => {
  const options = { callId: "merged", sequence: 7, tag: "fork" };
  phone.send(rawRequest("OPTIONS", phone.port, { ...options, branch: "z9hG4bKone" }));
  expect(statusOf(await final())).toBe(200);
  phone.send(rawRequest("OPTIONS", phone.port, { ...options, branch: "z9hG4bKtwo" }));
  expect(statusOf(await final())).toBe(482);
});

const outgoing = (): SipCall =>
  stack.invite({
    uri: `sip:20001@127.0.0.1:${phone.port}`,
    from: { user: "30000", name: 'A "b"', domain: "127.0.0.1" },
    sdp: SDP,
  });

test("a call of ours rings, is answered and acknowledged; the answer again gets the ACK again", async () => {
  const call = outgoing();
  const progress = new Promise((resolve) => call.on("progress", (status) => resolve(status)));
  const answered = new Promise((resolve) => call.on("answered", (sdp) => resolve(sdp)));
  const request = await fresh();
  expect(headerOf(request, "From")).toMatch(/^"A \\"b\\"" <sip:30000@127\.0\.0\.1>;tag=/);
  answer(request, 180);
  expect(await progress).toBe(180);
  expect(call.state).toBe("early");
  const contact = `Contact: <sip:other@127.0.0.1:${phone.port}>`;
  answer(request, 200, [contact, TYPE], SDP);
  expect(await answered).toBe(SDP);
  const ack = await fresh();
  expect(ack.startsWith(`ACK sip:other@127.0.0.1:${phone.port} `)).toBe(true);
  answer(request, 200, [contact, TYPE], SDP);
  expect(await phone.take()).toBe(ack);
  call.end({ q850: 16 });
  const bye = await fresh();
  expect(bye.startsWith(`BYE sip:other@127.0.0.1:${phone.port} `)).toBe(true);
  answer(bye, 200);
  await quiet();
});

test("a call of ours that is refused is acknowledged and over with the status", async () => {
  const call = outgoing();
  const ended = over(call);
  const request = await fresh();
  answer(request, 486, ["Reason: Q.850;cause=17"]);
  expect(await ended).toMatchObject({ by: "remote", status: 486, q850: 17 });
  expect((await fresh()).startsWith("ACK ")).toBe(true);
  await quiet();
});

test("a call of ours that we give up is cancelled once the phone was heard", async () => {
  const call = outgoing();
  const request = await fresh();
  call.end();
  answer(request, 180);
  const cancel = await fresh();
  expect(cancel.startsWith("CANCEL ")).toBe(true);
  expect(headerOf(cancel, "Via")).toBe(headerOf(request, "Via"));
  answer(cancel, 200);
  answer(request, 487);
  expect((await fresh()).startsWith("ACK ")).toBe(true);
  await quiet();
});

test("a call of ours that was answered as we gave it up is ended", async () => {
  const call = outgoing();
  const request = await fresh();
  call.end();
  answer(request, 200, [`Contact: <sip:other@127.0.0.1:${phone.port}>`, TYPE], SDP);
  expect((await fresh()).startsWith("ACK ")).toBe(true);
  const bye = await fresh();
  expect(bye.startsWith("BYE ")).toBe(true);
  answer(bye, 200);
  await quiet();
});

test("a phone that does not answer is given up, a way that is not is told at once", async () => {
  const call = outgoing();
  expect(await over(call)).toEqual({ by: "stack", status: 408 });
  const nowhere = stack.invite({
    uri: "sip:x@127.0.0.1;transport=ws",
    from: { user: "a", domain: "b" },
    sdp: SDP,
  });
  expect(await over(nowhere)).toEqual({ by: "stack", status: 503 });
  const ping = stack.request({
    method: "OPTIONS",
    uri: "sip:x@host.invalid",
    from: { user: "a", domain: "b" },
  });
  await expect(ping).rejects.toThrow(SipCallFailedError);
  await quiet();
});

test("a request out of dialog gets its answer", async () => {
  const ping = stack.request({
    method: "OPTIONS",
    uri: `sip:x@127.0.0.1:${phone.port}`,
    from: { user: "a", domain: "b" },
  });
  answer(await fresh(), 200);
  expect((await ping).status).toBe(200);
});

test("a stack that stops says goodbye to calls", async () => {
  const { call } = await talk();
  const ended = over(call);
  const stopped = stack.stop(1000);
  expect(await ended).toMatchObject({ by: "local" });
  const bye = await fresh();
  expect(bye.startsWith("BYE ")).toBe(true);
  answer(bye, 200);
  await stopped;
  expect(stack.counts).toEqual({ transactions: 0, calls: 0, connections: 0 });
});
