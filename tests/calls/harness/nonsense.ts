import { randomBytes, randomInt } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import WebSocket from "ws";
import { pause } from "../../phones/harness/processes.js";
import type { Endpoint } from "../../phones/harness/switches.js";

const lines = (...parts: string[]): string => `${parts.join("\r\n")}\r\n\r\n`;

const headers = (method: string): string[] => [
  `Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK${randomBytes(6).toString("hex")}`,
  "Max-Forwards: 70",
  "From: <sip:20001@127.0.0.1>;tag=1",
  "To: <sip:30000@127.0.0.1>",
  `Call-ID: ${randomBytes(8).toString("hex")}`,
  `CSeq: 1 ${method}`,
  "Contact: <sip:20001@127.0.0.1:9>",
];

/** Messages in the manner of RFC 4475: odd but right ones, and wrong ones of every kind. */
export function tortures(): (string | Buffer)[] {
  const invite = "INVITE sip:30000@127.0.0.1 SIP/2.0";
  const all = headers("INVITE");
  const other = (name: string, line: string): string[] =>
    all.map((each) => (each.startsWith(`${name}:`) ? line : each));
  return [
    lines(invite, ...all.map((line) => line.replace(": ", "  \t:\r\n  "))),
    lines(invite, ...all, "Content-Length: 0", "Content-Length: 77"),
    lines(invite, ...all, "Content-Length: -999"),
    lines(invite, ...all, "Content-Length: 99999999999999999999"),
    lines(invite, ...other("Via", "Via: SIP/2.0/UDP ;;,;,,")),
    lines(
      invite,
      ...other("Via", "Via: SIP/7.0/UDP 127.0.0.1:999999;branch=z9hG4bK"),
      "Content-Length: 0",
    ),
    lines(invite, ...other("CSeq", "CSeq: 36893488147419103232 INVITE"), "Content-Length: 0"),
    lines(invite, ...other("CSeq", "CSeq: 1 BYE"), "Content-Length: 0"),
    lines(invite, ...other("To", 'To: "Mr. J. User <sip:j.user@127.0.0.1>'), "Content-Length: 0"),
    lines(invite, ...other("From", "From: <sip:@@@;;;>;tag=;;"), "Content-Length: 0"),
    lines(invite, ...other("Max-Forwards", "Max-Forwards: 0"), "Content-Length: 0"),
    lines("INVITE <sip:30000@127.0.0.1> SIP/2.0", ...all, "Content-Length: 0"),
    lines("INVITE sip:30000@127.0.0.1; lr SIP/2.0", ...all, "Content-Length: 0"),
    lines(
      `${"RE%47IST%45R".repeat(300)} sip:127.0.0.1 SIP/2.0`,
      ...headers("REGISTER"),
      "Content-Length: 0",
    ),
    lines("NEWMETHOD sip:30000@127.0.0.1 SIP/2.0", ...headers("NEWMETHOD"), "Content-Length: 0"),
    lines("ACK sip:30000@127.0.0.1 SIP/2.0", ...headers("ACK"), "Content-Length: 0"),
    lines("CANCEL sip:30000@127.0.0.1 SIP/2.0", ...headers("CANCEL"), "Content-Length: 0"),
    lines("BYE sip:30000@127.0.0.1 SIP/2.0", ...headers("BYE"), "Content-Length: 0"),
    lines("SIP/2.0 200 OK", ...headers("INVITE"), "Content-Length: 0"),
    lines("SIP/2.0 4294967301 better not break the receiver", ...headers("INVITE")),
    lines(
      invite,
      ...all,
      `Proxy-Authorization: Digest ${'nonce="x",'.repeat(3000)}`,
      "Content-Length: 0",
    ),
    lines(
      invite,
      ...all,
      ...Array.from({ length: 1500 }, (_, n) => `X-${n}: ${"y".repeat(20)}`),
      "Content-Length: 0",
    ),
    Buffer.concat([Buffer.from(invite), randomBytes(400), Buffer.from("\r\n\r\n")]),
    "\0".repeat(1000),
    `${"a".repeat(60_000)}\r\n\r\n`,
  ];
}

/** Some of its bytes others, some missing, some doubled. */
export function torn(message: string | Buffer): Buffer {
  const bytes = Buffer.from(message);
  for (let left = randomInt(1, 12); left > 0; left -= 1) {
    bytes[randomInt(bytes.length)] = randomInt(256);
  }
  const at = randomInt(bytes.length);
  return randomInt(3) === 0 ? bytes.subarray(0, at) : bytes;
}

/** All tortures, as they are and torn, and random bytes, as datagrams. */
export async function nonsenseByUdp({ host, port }: Endpoint, rounds: number): Promise<void> {
  const socket = createSocket("udp4");
  for (let round = 0; round < rounds; round += 1) {
    for (const message of tortures()) {
      for (const each of [message, torn(message), randomBytes(randomInt(1, 1400))]) {
        socket.send(each.slice(0, 60_000), port, host);
      }
      await pause(2);
    }
  }
  await pause(20);
  socket.close();
}

/** The same by TCP, a connection for each; some stay open with half a message. */
export async function nonsenseByTcp({ host, port }: Endpoint): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (const message of tortures()) {
    for (const each of [message, torn(message), Buffer.from(message).subarray(0, 90)]) {
      const socket = connect(port, host);
      socket.on("error", () => undefined);
      socket.resume();
      socket.write(each);
      sockets.push(socket);
    }
    await pause(2);
  }
  return sockets;
}

/** The same by WebSocket, text and binary; and upgrades that never end. */
export async function nonsenseByWebSocket(url: string): Promise<{ destroy(): void }[]> {
  const { hostname, port } = new URL(url);
  const opened: { destroy(): void }[] = [];
  for (const message of tortures()) {
    const socket = new WebSocket(url, "sip", { autoPong: false });
    socket.on("error", () => undefined);
    opened.push({ destroy: () => socket.terminate() });
    await once(socket, "open");
    socket.send(Buffer.from(message), { binary: false });
    socket.send(torn(message));
    socket.send(randomBytes(randomInt(1, 3000)));
    const slow = connect(Number(port), hostname);
    slow.on("error", () => undefined);
    slow.write("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: webso");
    opened.push(slow);
  }
  return opened;
}
