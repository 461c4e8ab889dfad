import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { closed } from "../../testing/closed.js";
import { rawRequest, statusOf } from "../../testing/raw-phone.js";
import { createSipStack, type SipStack, type SipStackOptions } from "./index.js";
import { StreamFramer, StreamFramingError } from "./transport/framer.js";

let stack: SipStack | undefined;

afterEach(async () => {
  await stack?.stop(0);
  stack = undefined;
});

async function start(options: Partial<SipStackOptions> = {}) {
  const bindings = (["udp", "tcp", "ws"] as const).map((transport) => ({
    transport,
    host: "127.0.0.1",
    port: 0,
  }));
  stack = createSipStack({ bindings, ...options });
  return { stack, addresses: await stack.start() };
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

const options = (body = ""): string => rawRequest("OPTIONS", 5060, { body });

async function read(socket: Socket): Promise<string> {
  const [data] = (await once(socket, "data")) as [Buffer];
  return data.toString();
}

function pieces(chunks: readonly Buffer[]): string[] {
  const framer = new StreamFramer();
  const found: string[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let piece = framer.next(); piece !== undefined; piece = framer.next()) {
      found.push(piece.kind === "ping" ? "ping" : piece.bytes.toString());
    }
  }
  return found;
}

test("a stream is cut into the same messages however it arrives", () => {
  const messages = [options(), options("body"), options("täg\r\n\r\n")];
  const stream = Buffer.from(`${messages[0]}\r\n\r\n${messages[1]}\r\n${messages[2]}\r\n\r\n`);
  const whole = [messages[0], "ping", messages[1], messages[2], "ping"];
  expect(pieces([stream])).toEqual(whole);
  expect(pieces([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  fc.assert(
    fc.property(fc.array(fc.nat(stream.length), { maxLength: 8 }), (cuts) => {
      const at = [0, ...[...cuts].sort((a, b) => a - b), stream.length];
      const chunks = at.slice(1).map((end, index) => stream.subarray(at[index], end));
      expect(pieces(chunks)).toEqual(whole);
    }),
  );
});

test("a stream without lengths, or with too much in it, cannot be followed", () => {
  expect(() => pieces([Buffer.from("OPTIONS sip:x SIP/2.0\r\nTo: x\r\n\r\n")])).toThrow(
    StreamFramingError,
  );
  expect(() => pieces([Buffer.from("Content-Length: 70000\r\n\r\n")])).toThrow(/too-large/);
  expect(() => pieces([Buffer.alloc(70_000, "x")])).toThrow(/too-large/);
});

test("TCP answers pings and requests, and UDP has the same port", async () => {
  const { addresses } = await start();
  expect(addresses.tcp?.port).toBe(addresses.udp?.port);
  const socket = await dial(addresses.tcp?.port ?? 0);
  socket.write("\r\n\r\n");
  expect(await read(socket)).toBe("\r\n");
  socket.write(options());
  expect(statusOf(await read(socket))).toBe(200);
  socket.destroy();
});

test("TCP refuses what is too large or has no length, and hangs up", async () => {
  const { addresses } = await start();
  const refused = async (message: string): Promise<number> => {
    const socket = await dial(addresses.tcp?.port ?? 0);
    socket.write(message);
    const status = statusOf(await read(socket));
    await closed(socket);
    return status;
  };
  expect(await refused(options().replace("Content-Length: 0", "Content-Length: 99999"))).toBe(513);
  expect(await refused(options().replace("Content-Length: 0\r\n", ""))).toBe(400);
});

test("a connection that says nothing whole is closed, one that spoke may be silent", async () => {
  const { addresses, stack } = await start();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const [mute, half, fine] = await Promise.all(
      [1, 2, 3].map(() => dial(addresses.tcp?.port ?? 0)),
    );
    half?.write(options().slice(0, 40));
    fine?.write(options());
    expect(statusOf(await read(fine as Socket))).toBe(200);
    await vi.waitFor(() => expect(stack.counts.connections).toBe(3));
    const gone = Promise.all([closed(mute as Socket), closed(half as Socket)]);
    vi.advanceTimersByTime(32_000);
    await gone;
    expect(stack.counts.connections).toBe(1);
    fine?.destroy();
  } finally {
    vi.useRealTimers();
  }
});

test("no more connections than allowed", async () => {
  const { addresses } = await start({ maxConnections: 1 });
  const first = await dial(addresses.tcp?.port ?? 0);
  first.write(options());
  await read(first);
  const second = connect(addresses.tcp?.port ?? 0, "127.0.0.1");
  await closed(second);
  first.destroy();
});

test("web sockets speak the subprotocol sip and answer pings", async () => {
  const { addresses, stack } = await start();
  const url = `ws://127.0.0.1:${addresses.ws?.port}`;
  const other = new WebSocket(url, "chat");
  other.on("error", () => {});
  await new Promise((resolve) => other.once("close", resolve));
  const phone = new WebSocket(url, "sip");
  await once(phone, "open");
  expect(phone.protocol).toBe("sip");
  phone.send("\r\n\r\n");
  expect(String((await once(phone, "message"))[0])).toBe("\r\n");
  const gone = new Promise((resolve) => {
    stack.onDisconnect = resolve;
  });
  phone.send("x".repeat(70_000));
  phone.on("error", () => {});
  expect(await gone).toMatchObject({ transport: "ws", address: "127.0.0.1" });
});

test("a port that is taken is left out and told", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const told: string[] = [];
  stack = createSipStack({
    bindings: [
      { transport: "tcp", host: "127.0.0.1", port },
      { transport: "udp", host: "127.0.0.1", port: 0 },
    ],
    log: (level, text) => told.push(`${level} ${text}`),
  });
  const { tcp, udp } = await stack.start();
  expect(tcp).toBeUndefined();
  expect(udp?.port).toBeGreaterThan(0);
  expect(told[0]).toMatch(/^err SIP over tcp at 127\.0\.0\.1:\d+ not bound: .*EADDRINUSE/);
  server.close();
});

test("TCP goes elsewhere when a stranger has the number that UDP was given", async () => {
  // Nothing says in advance which number UDP will get: a named one stands for it.
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const host = "127.0.0.1";
  stack = createSipStack({
    bindings: [
      { transport: "udp", host, port },
      { transport: "tcp", host, port: 0 },
    ],
  });
  const { tcp, udp } = await stack.start();
  expect(udp?.port).toBe(port);
  expect(tcp?.port).toBeGreaterThan(0);
  expect(tcp?.port).not.toBe(port);
  server.close();
});

test("a call outlives its web socket for a while only", async () => {
  const { addresses, stack } = await start();
  const phone = new WebSocket(`ws://127.0.0.1:${addresses.ws?.port}`, "sip");
  await once(phone, "open");
  const over = new Promise((resolve) => {
    stack.onInvite = (call) => {
      call.on("over", resolve);
      call.on("confirmed", () => phone.terminate());
      call.accept("v=0\r\n");
    };
  });
  const request = rawRequest("INVITE", 1, { callId: "lost", sequence: 1 });
  phone.on("message", (data) => {
    const to = /^To: (.*)\r$/m.exec(String(data))?.[1] ?? "";
    if (statusOf(String(data)) === 200) {
      phone.send(rawRequest("ACK", 1, { callId: "lost", to, sequence: 1 }));
    }
  });
  const gone = new Promise<void>((resolve) => {
    stack.onDisconnect = () => resolve();
  });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    phone.send(request);
    await gone;
    expect(stack.counts.calls).toBe(1);
    vi.advanceTimersByTime(5000);
    expect(await over).toMatchObject({ by: "stack" });
    expect(stack.counts.calls).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
