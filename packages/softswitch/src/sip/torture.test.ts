import { afterAll, beforeAll, expect, test } from "vitest";
import { type RawPhone, rawRequest, statusOf, webPhone } from "../../testing/raw-phone.js";
import { createSipStack, type SipStack } from "./index.js";

/** The messages of RFC 4475, by section, and what this stack makes of them; `undefined`: no answer at all. */

let stack: SipStack;
let phone: RawPhone;

beforeAll(async () => {
  stack = createSipStack({ bindings: [{ transport: "ws", host: "127.0.0.1", port: 0 }] });
  stack.onInvite = (call) => call.accept("v=0\r\n");
  stack.onRegister = (request) => request.reply(200);
  const { ws } = await stack.start();
  phone = await webPhone(ws?.port ?? 0);
});

afterAll(async () => {
  phone.close();
  await stack.stop(0);
});

/** The final answer to a message; an OPTIONS sent after it tells when there is none. */
async function ask(message: string | Buffer): Promise<string | undefined> {
  const fence = rawRequest("OPTIONS", 1);
  const mark = /branch=(\S+)/.exec(fence)?.[1] ?? "";
  phone.send(message);
  phone.send(fence);
  let final: string | undefined;
  for (;;) {
    const got = await phone.take();
    if (got.includes(mark)) return final;
    if (statusOf(got) >= 200) final ??= got;
  }
}

const statusFor = async (message: string | Buffer): Promise<number | undefined> => {
  const answer = await ask(message);
  return answer === undefined ? undefined : statusOf(answer);
};

const lines = (...parts: readonly string[]): string => `${parts.join("\r\n")}\r\n\r\n`;

const SDP = "v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nt=0 0\r\n";

const withBody = (body: string, ...parts: readonly string[]): string => `${lines(...parts)}${body}`;

/** The headers most of the messages share. */
const common = (name: string, method: string): string[] => [
  `Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK${name}`,
  "Max-Forwards: 70",
  `From: <sip:caller@example.net>;tag=${name}`,
  "To: <sip:user@example.com>",
  `Call-ID: ${name}.1@host.example.com`,
  `CSeq: 1 ${method}`,
  "Contact: <sip:caller@host.example.net>",
];

const without = (parts: readonly string[], name: string): string[] =>
  parts.filter((each) => !each.startsWith(`${name}:`));

const sdpInvite = (name: string, ...extra: readonly string[]): string =>
  withBody(
    SDP,
    "INVITE sip:user@example.com SIP/2.0",
    ...common(name, "INVITE"),
    ...extra,
    "Content-Type: application/sdp",
    `Content-Length: ${SDP.length}`,
  );

test("3.1.1.1: a short tortuous INVITE is understood", async () => {
  const answer = await ask(
    withBody(
      SDP,
      "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
      "TO :",
      " sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      "  ;",
      "  tag = 98asjd8",
      "MaX-fOrWaRdS: 0068",
      "Call-ID: wsinv.ndaksdj@192.0.2.1",
      "Content-Length   : 150".replace("150", String(SDP.length)),
      "cseq: 0009",
      "  INVITE",
      "Via  : SIP  /   2.0",
      " /UDP",
      "    192.0.2.2;branch=390skdjuw",
      "s :",
      "NewFangledHeader:   newfangled value",
      " continued newfangled value",
      "UnknownHeaderWithUnusualValue: ;;,,;;,;",
      "Content-Type: application/sdp",
      "Route:",
      " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>",
      "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
      "  branch  =   z9hG4bK9ikj8  ,",
      " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
      " z9hG4bK30239",
      'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
      "      newvalue ;",
      "  secondparam ; q = 0.33",
    ),
  );
  // Its To has a tag, and there is no such call: everything else was found to be right.
  expect(answer).toMatch(/^SIP\/2.0 481 /);
  expect(answer).toContain("z9hG4bK30239");
});

test("3.1.1.2: a method of all characters a token may have is a method nobody knows", async () => {
  const method = "!interesting-Method0123456789_*+`.%indeed'~";
  expect(
    await statusFor(
      lines(
        `${method} sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0`,
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        'To: "BEL:\x07 NUL:\x01 DEL:\x7f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@example.com>',
        `From: token1~\` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="работающий";tag=_token~1'+\`*%!-.`,
        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
        `CSeq: 139122385 ${method}`,
        "Max-Forwards: 255",
        "extensionHeader-!.%*+_`'~:\ufeff大停電",
        "Content-Length: 0",
      ),
    ),
  ).toBe(501);
});

test("3.1.1.3, 3.1.1.5: percent signs mean what they mean, or nothing", async () => {
  const escaped = sdpInvite("esc01").replace(
    "sip:user@example.com SIP",
    "sip:sips%3Auser%40example.com@example.net SIP",
  );
  expect(await statusFor(escaped)).toBe(200);
  const method = lines(
    "RE%47IST%45R sip:registrar.example.com SIP/2.0",
    ...common("esc02", "RE%47IST%45R"),
  );
  expect(await statusFor(method)).toBe(501);
});

test("3.1.1.4: escaped NUL characters do not end a name", async () => {
  const message = lines(
    "REGISTER sip:example.com SIP/2.0",
    ...without(without(common("escnull", "REGISTER"), "To"), "Contact"),
    "To: sip:null-%00-null@example.com",
    "Contact: <sip:%00@host5.example.com>",
    "Contact: <sip:%00%00@host5.example.com>",
    "L: 0",
  );
  expect(await statusFor(message)).toBe(200);
});

test("3.1.1.6: no blank is needed between display name and bracket", async () => {
  const parts = without(common("lwsdisp", "OPTIONS"), "From");
  const from = "From: caller<sip:caller@example.com>;tag=323";
  expect(await statusFor(lines("OPTIONS sip:user@example.com SIP/2.0", ...parts, from))).toBe(200);
});

test("3.1.1.7: long values are as good as short ones", async () => {
  const long = `${"x".repeat(4000)}:${"y".repeat(4000)}`;
  expect(await statusFor(sdpInvite("longreq", `Unknown-${"Long".repeat(50)}: ${long}`))).toBe(200);
});

test("3.1.1.8: what follows the body is no part of the message", async () => {
  const register = lines(
    "REGISTER sip:example.com SIP/2.0",
    ...common("dblreq", "REGISTER"),
    "Content-Length: 0",
  );
  expect(
    await statusFor(
      `${register}INVITE sip:joe@example.com SIP/2.0\r\nt: <sip:joe@example.com>\r\n`,
    ),
  ).toBe(200);
});

test("3.1.1.9: a user may have semicolons", async () => {
  const message = lines(
    "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0",
    ...without(common("semiuri", "OPTIONS"), "To"),
    "To: sip:j_user@example.com",
    "Accept: application/sdp, application/pkcs7-mime",
  );
  expect(await statusFor(message)).toBe(200);
});

test("3.1.1.10: transports nobody knows may stand in Via", async () => {
  const vias = ["TCP", "SCTP", "TLS", "UNKNOWN"].map(
    (name, at) => `Via: SIP/2.0/${name} t${at}.example.com;branch=z9hG4bKold${at}`,
  );
  const message = lines(
    "OPTIONS sip:user@example.com SIP/2.0",
    ...common("transports", "OPTIONS"),
    ...vias,
  );
  expect(await statusFor(message)).toBe(200);
});

test("3.1.1.11: a multipart body with bytes that are no text is taken whole", async () => {
  const body = Buffer.concat([
    Buffer.from("--7a9cbec02ceef655\r\n"),
    Buffer.from([0, 0xff, 0x30, 0x82]),
  ]);
  const head = lines(
    "MESSAGE sip:kumiko@example.org SIP/2.0",
    ...common("mpart01", "MESSAGE"),
    "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
    `Content-Length: ${body.length}`,
  );
  expect(await statusFor(Buffer.concat([Buffer.from(head), body]))).toBe(405);
});

test("3.1.1.12, 3.1.1.13, 3.1.2.5, 3.1.2.19: responses nobody asked for are no harm, whatever they say", async () => {
  const response = (line: string, sequence = "35 INVITE") =>
    lines(
      line,
      "Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe",
      `CSeq: ${sequence}`,
      "Call-ID: unreason",
    );
  expect(
    await statusFor(response("SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять")),
  ).toBeUndefined();
  expect(await statusFor(response("SIP/2.0 100 "))).toBeUndefined();
  expect(
    await statusFor(response("SIP/2.0 503 Service Unavailable", "9292394834772304023312 OPTIONS")),
  ).toBeUndefined();
  expect(
    await statusFor(response("SIP/2.0 4294967301 better not break the receiver")),
  ).toBeUndefined();
});

test("3.1.2.1: stray commas and semicolons between headers' values are refused", async () => {
  const broken = sdpInvite("badinv01").replace(
    "Contact: <sip:caller@host.example.net>",
    'Contact: "Joe" <sip:joe@example.org>;;;;, <>',
  );
  expect(await statusFor(broken)).toBe(400);
});

test("3.1.2.2, 3.1.2.3, 3.3.9: a Content-Length that cannot be is refused", async () => {
  const length = (...values: readonly string[]) =>
    lines(
      "OPTIONS sip:user@example.com SIP/2.0",
      ...common(`length${values.join("")}`, "OPTIONS"),
      ...values.map((each) => `Content-Length: ${each}`),
    );
  expect(await statusFor(length("9999"))).toBe(400);
  expect(await statusFor(length("-999"))).toBe(400);
  expect(await statusFor(length("13", "5"))).toBe(400);
});

test("3.1.2.4: numbers that are too large are refused", async () => {
  const message = lines(
    "REGISTER sip:example.com SIP/2.0",
    ...common("scalar02", "REGISTER"),
  ).replace("CSeq: 1 ", "CSeq: 36893488147419103232 ");
  expect(await statusFor(message)).toBe(400);
  const hops = lines("REGISTER sip:example.com SIP/2.0", ...common("scalar03", "REGISTER")).replace(
    "Max-Forwards: 70",
    "Max-Forwards: 300",
  );
  expect(await statusFor(hops)).toBe(400);
});

test("3.1.2.6: a quote that does not end is refused", async () => {
  const message = sdpInvite("quotbal").replace(
    "To: <sip:user@example.com>",
    'To: "Mr. J. User <sip:j.user@example.com>',
  );
  expect(await statusFor(message)).toBe(400);
});

test("3.1.2.7 to 3.1.2.11: a request line with anything too much is refused", async () => {
  for (const line of [
    "INVITE <sip:user@example.com> SIP/2.0",
    "INVITE sip:user@example.com; lr SIP/2.0",
    "INVITE  sip:user@example.com  SIP/2.0",
    "INVITE sip:user@example.com SIP/2.0  ",
    "INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0",
  ]) {
    const message = sdpInvite(`line${line.length}`).replace(/^INVITE.*/, line);
    expect(await statusFor(message), line).toBe(400);
  }
});

test("3.1.2.12: a Date in a time zone that may not be is not looked at", async () => {
  expect(await statusFor(sdpInvite("baddate", "Date: Fri, 01 Jan 2010 16:00:00 EST"))).toBe(200);
});

test("3.1.2.13 to 3.1.2.15: addresses that are not well formed are refused", async () => {
  const contact = (value: string) =>
    sdpInvite(`addr${value.length}`).replace(/Contact: .*/, `Contact: ${value}`);
  expect(await statusFor(contact("sip:user@example.com?Route=%3Csip:sip.example.com%3E"))).toBe(
    400,
  );
  const to = (value: string) =>
    sdpInvite(`to${value.length}`).replace(/\r\nTo: .*/, `\r\nTo: ${value}`);
  expect(await statusFor(to('"Watson, Thomas" < sip:t.watson@example.org >'))).toBe(400);
  // A display name that should be quoted can still be read.
  expect(await statusFor(to("I. Have spaces <sip:user@example.com>"))).toBe(200);
});

test("3.1.2.16: another version is refused as such", async () => {
  const message = lines(
    "OPTIONS sip:t.watson@example.org SIP/7.0",
    ...common("badvers", "OPTIONS"),
  );
  expect(await statusFor(message)).toBe(505);
});

test("3.1.2.17, 3.1.2.18: CSeq must name the method", async () => {
  const known = lines("OPTIONS sip:user@example.com SIP/2.0", ...common("mismatch01", "INVITE"));
  const unknown = lines(
    "NEWMETHOD sip:user@example.com SIP/2.0",
    ...common("mismatch02", "INVITE"),
  );
  expect(await statusFor(known)).toBe(400);
  expect(await statusFor(unknown)).toBe(400);
});

test("3.2.1: a branch of the cookie alone tells nothing apart, and is done without", async () => {
  const message = lines("OPTIONS sip:user@example.com SIP/2.0", ...common("", "OPTIONS"));
  expect(await statusFor(message)).toBe(200);
});

test("3.3.1: an INVITE without the headers it needs is refused", async () => {
  const message = lines(
    "INVITE sip:user@example.com SIP/2.0",
    "CSeq: 193942 INVITE",
    "Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf",
    "Content-Length: 0",
  );
  expect(await statusFor(message)).toBe(400);
});

test("3.3.2 to 3.3.4: schemes that are not for SIP are refused where they are to be followed, and let be elsewhere", async () => {
  const options = (uri: string, name: string) =>
    lines(`OPTIONS ${uri} SIP/2.0`, ...common(name, "OPTIONS"));
  expect(await statusFor(options("nobodyKnowsThisScheme:totallyopaquecontent", "unkscm"))).toBe(
    416,
  );
  expect(await statusFor(options("soap.beep://192.0.2.103:3002", "novelsc"))).toBe(416);
  const elsewhere = lines(
    "OPTIONS sip:user@example.com SIP/2.0",
    ...without(without(common("unksm2", "OPTIONS"), "To"), "Contact"),
    "To: isbn:2983792873",
    "Contact: <name:John_Smith>",
  );
  expect(await statusFor(elsewhere)).toBe(200);
});

test("3.3.5: extensions nobody has are refused by name", async () => {
  const message = lines(
    "OPTIONS sip:user@example.com SIP/2.0",
    ...common("bext01", "OPTIONS"),
    "Require: nothingSupportsThis, nothingSupportsThisEither",
    "Proxy-Require: noProxiesSupportThis",
  );
  const answer = await ask(message);
  expect(answer).toMatch(/^SIP\/2.0 420 /);
  expect(answer).toContain("Unsupported: nothingSupportsThis, nothingSupportsThisEither\r\n");
});

test("3.3.6: a body of a type nobody knows is refused with what is known", async () => {
  const answer = await ask(
    sdpInvite("invut").replace("application/sdp", "application/unknownformat"),
  );
  expect(answer).toMatch(/^SIP\/2.0 415 /);
  expect(answer).toContain("Accept: application/sdp\r\n");
});

test("3.3.8: what may stand once must not stand twice", async () => {
  expect(await statusFor(sdpInvite("multi01", "CSeq: 59 INVITE"))).toBe(400);
  expect(await statusFor(sdpInvite("multi02", "From: <sip:other@example.net>;tag=x"))).toBe(400);
});

test("3.3.10: an answer that came by somebody else's Via is thrown away", async () => {
  const message = lines(
    "SIP/2.0 200 OK",
    "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923",
    "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1saber23",
    "Call-ID: bcast.0384840201234ksdfak3j2erwedfsASdf",
    "CSeq: 35 INVITE",
    "From: sip:user@example.com;tag=11141343",
    "To: sip:user@example.edu;tag=2229",
  );
  expect(await statusFor(message)).toBeUndefined();
});

test("3.3.11: no hops left is no matter at the end of the way, but a call that came in circles ends", async () => {
  const zero = (text: string) => text.replace("Max-Forwards: 70", "Max-Forwards: 0");
  const options = lines("OPTIONS sip:user@example.com SIP/2.0", ...common("zeromf", "OPTIONS"));
  expect(await statusFor(zero(options))).toBe(200);
  expect(await statusFor(zero(sdpInvite("zeromf2")))).toBe(483);
});

test("3.3.15: who cannot read SDP cannot be answered", async () => {
  expect(await statusFor(sdpInvite("sdp01", "Accept: text/nobodyKnowsThis"))).toBe(406);
});

test("3.4.1: an INVITE as RFC 2543 had it is taken", async () => {
  const message = withBody(
    SDP,
    "INVITE sip:UserB@example.com SIP/2.0",
    "Via: SIP/2.0/UDP iftgw.example.com",
    "From: <sip:+13035551111@ift.client.example.net;user=phone>",
    "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>",
    "To: sip:+16505552222@ss1.example.net;user=phone",
    "Call-ID: inv2543.1717@ift.client.example.com",
    "CSeq: 56 INVITE",
    "Contact: <sip:+13035551111@ift.client.example.net>",
    "Content-Type: application/sdp",
  );
  const answer = await ask(message);
  expect(answer).toMatch(/^SIP\/2.0 200 /);
  expect(answer).toContain("Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>\r\n");
});
