import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import WebSocket from "ws";
import { muLawTone } from "./mu-law.js";
import { pause } from "./processes.js";
import type { Endpoint } from "./switches.js";

const SAMPLES = 160;

/** Sends a tone as PCMU packets to a port of the switch that it was never told of. */
export async function strangeRtp({ host, port }: Endpoint, hz: number, ms: number): Promise<void> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const sound = muLawTone(hz, ms);
  const start = Date.now();
  for (let index = 0; (index + 1) * SAMPLES <= sound.length; index += 1) {
    const head = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0x13, 0x57, 0x9b, 0xdf]);
    head.writeUInt16BE(index & 0xffff, 2);
    head.writeUInt32BE(index * SAMPLES, 4);
    const payload = sound.subarray(index * SAMPLES, (index + 1) * SAMPLES);
    socket.send(Buffer.concat([head, payload]), port, host);
    await pause(Math.max(0, start + (index + 1) * 20 - Date.now()));
  }
  socket.close();
}

/** Sends so many datagrams of random bytes, some with the beginning of a SIP message or an RTP packet. */
export async function strangeDatagrams({ host, port }: Endpoint, count: number): Promise<void> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const heads = ["", "INVITE sip:30000@127.0.0.1 SIP/2.0\r\n", "SIP/2.0 200 OK\r\n", "\x80\x00"];
  for (let index = 0; index < count; index += 1) {
    const head = Buffer.from(heads[index % heads.length]!, "latin1");
    socket.send(Buffer.concat([head, randomBytes(index % 700)]), port, host);
    if (index % 20 === 0) await pause(1);
  }
  await pause(20);
  socket.close();
}

/** A TCP connection with half a request on it, and nothing more to come. */
export async function halfRequest({ host, port }: Endpoint): Promise<Socket> {
  const socket = connect(port, host);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write(
    "REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKhalf\r\nContent-L",
  );
  return socket;
}

/** A WebSocket that says what no phone says, until the switch hangs up or it has said everything. */
export async function strangeWebSocket(url: string): Promise<void> {
  const socket = new WebSocket(url, "sip", { rejectUnauthorized: false });
  socket.on("error", () => undefined);
  await once(socket, "open");
  for (let index = 0; index < 50; index += 1) socket.send(randomBytes(index * 7));
  socket.send("INVITE sip:30000@127.0.0.1 SIP/2.0\r\nContent-Length: 99999\r\n\r\nshort");
  await pause(50);
  socket.terminate();
}
