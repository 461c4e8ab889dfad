import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { answerTo, heard } from "../../test/classic.js";
import { CHANNEL_DATA, FakeCall } from "../../test/fake-call.js";
import { Connection, type Event, Server, type ServerOptions } from "./index.js";

async function started(options: ServerOptions = {}): Promise<Server> {
  const server = new Server({ port: 0, ...options });
  onTestFinished(() => server.close());
  await heard(server, "ready");
  return server;
}

async function call(server: Server, channelData = CHANNEL_DATA) {
  const ready = heard(server, "connection::ready");
  const fake = await FakeCall.dial(server.port, channelData);
  onTestFinished(() => void fake.socket.destroy());
  const [conn, id] = (await ready) as [Connection, string];
  return { fake, conn, id };
}

test("listens on 127.0.0.1 and tells the callback, with itself as this", async () => {
  const server = await new Promise<Server>((resolve) => {
    new Server({ port: 0 }, function () {
      resolve(this);
    });
  });
  onTestFinished(() => server.close());
  expect(server.host).toBe("127.0.0.1");
  expect(server.port).toBeGreaterThan(0);
  expect([server.connections, server.bindEvents]).toEqual([{}, false]);
});

test("uses a server that listens already", async () => {
  const own = createServer().listen(0, "127.0.0.1");
  await once(own, "listening");
  const server = await started({ server: own });
  expect(server.server).toBe(own);
  const { conn } = await call(server);
  expect(conn.connected()).toBe(true);
});

test("a port that is taken is an error event", async () => {
  const first = await started();
  const second = new Server({ port: first.port });
  const [error] = await heard(second, "error");
  expect((error as NodeJS.ErrnoException).code).toBe("EADDRINUSE");
});

test("tells open, ready and close of each connection with the same id", async () => {
  const server = await started();
  const told: unknown[] = [];
  server.on("connection::*", (conn, id) => told.push([server.event, conn, id]));
  const { fake, conn, id } = await call(server);
  expect(server.connections[id]).toBe(conn);
  const closed = heard(server, "connection::close");
  fake.hangUp();
  await closed;
  expect(told).toEqual(["open", "ready", "close"].map((what) => [`connection::${what}`, conn, id]));
  expect(server.connections).toEqual({});
});

test("is ready although the peer closes right behind its channel data", async () => {
  const server = await started();
  const ready = heard(server, "connection::ready");
  const fake = await FakeCall.dial(server.port);
  await fake.received("connect");
  fake.socket.end();
  const [conn] = (await ready) as [Connection];
  expect(conn.getInfo()?.getType()).toBe("CHANNEL_DATA");
});

test("connect comes first, its answer is decoded and told, results are subscribed", async () => {
  const server = await started();
  const opened = heard(server, "connection::open");
  const fake = await FakeCall.dial(server.port);
  const [conn] = (await opened) as [Connection];
  const data = heard(conn, "esl::event::CHANNEL_DATA::call-1");
  const early = answerTo((callback) => conn.execute("answer", "", undefined, callback));
  await heard(conn, "esl::ready");
  expect(((await data)[0] as Event).getHeader("Caller-Caller-ID-Name")).toBe("Jörg 50%");
  expect((await early).getHeader("Application")).toBe("answer");
  expect(fake.lines.slice(0, 2)).toEqual([
    "connect",
    "event json BACKGROUND_JOB CHANNEL_EXECUTE_COMPLETE",
  ]);
  expect(conn.socketDescriptor()).toBe(conn.socket);
  expect(conn.channelData).toBe(conn.getInfo());
  fake.socket.destroy();
});

test("execute acts on the connection's own channel and needs neither argument nor uuid", async () => {
  const server = await started();
  const { fake, conn } = await call(server);
  fake.onExecute = (app) => (app === "playback" ? "FILE PLAYED" : "_none_");
  const answered = await answerTo((callback) => conn.execute("answer", callback));
  const played = await answerTo((callback) => conn.execute("playback", "x.wav", callback));
  expect(answered.getHeader("Application-Response")).toBe("_none_");
  expect(played.getHeader("Application-Response")).toBe("FILE PLAYED");
  const [answer, playback] = fake.commands.slice(-2);
  expect([answer?.line, answer?.headers.get("execute-app-arg")]).toEqual([
    "sendmsg call-1",
    undefined,
  ]);
  expect(playback?.headers.get("execute-app-arg")).toBe("x.wav");
});

test("with myevents the channel's events are subscribed", async () => {
  const server = await started({ myevents: true });
  expect(server.bindEvents).toBe(true);
  const { fake, conn } = await call(server);
  await fake.received("myevents");
  const key = heard(conn, "esl::event::DTMF::*");
  fake.event({ "Event-Name": "DTMF", "DTMF-Digit": "5" });
  expect(((await key)[0] as Event).getHeader("DTMF-Digit")).toBe("5");
});

test("without full, where the switch refuses event, myevents brings the results", async () => {
  const server = await started({ myevents: true });
  const single = CHANNEL_DATA.replace("Control: full", "Control: single-channel");
  const { fake, conn } = await call(server, single);
  const answered = await answerTo((callback) => conn.execute("answer", callback));
  expect(answered.getType()).toBe("CHANNEL_EXECUTE_COMPLETE");
  expect(fake.lines.filter((line) => !line.startsWith("sendmsg"))).toEqual([
    "connect",
    "myevents json",
  ]);
});

test("calls know nothing of each other", async () => {
  const server = await started();
  const calls: Awaited<ReturnType<typeof call>>[] = [];
  for (let count = 0; count < 20; count++) calls.push(await call(server));
  expect(new Set(calls.map(({ id }) => id)).size).toBe(20);
  const [first, ...others] = calls;
  const ended = heard(server, "connection::close");
  first?.fake.socket.resetAndDestroy();
  expect((await ended)[0]).toBe(first?.conn);
  const answers = await Promise.all(
    others.map(({ conn }) => answerTo((callback) => conn.execute("answer", callback))),
  );
  expect(answers.map((answer) => answer.getType())).toEqual(
    Array(19).fill("CHANNEL_EXECUTE_COMPLETE"),
  );
  expect(Object.keys(server.connections)).toHaveLength(19);
});

test("takes over a socket of a server of one's own and tells the callback", async () => {
  const own = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void own.close());
  await once(own, "listening");
  const ready = new Promise<Connection>((resolve) => {
    own.on("connection", (socket) => {
      new Connection(socket, function () {
        resolve(this);
      });
    });
  });
  const address = own.address();
  const fake = await FakeCall.dial(typeof address === "object" ? (address?.port ?? 0) : 0);
  const conn = await ready;
  expect(conn.getInfo()?.getHeader("Unique-ID")).toBe("call-1");
  conn.disconnect();
  await fake.received("exit");
  fake.socket.destroy();
});
