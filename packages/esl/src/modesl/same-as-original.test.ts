import { createRequire } from "node:module";
import { createServer } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { FakeCall } from "../../test/fake-call.js";
import { ScriptedSwitch, type ScriptOptions } from "../../test/scripted-switch.js";
import esl, { type Answer, type Connection, type Event, type Server } from "./index.js";

/**
 * The same program runs on modesl 1.2.1 and here, and has to see the same. Where the original crashes, hangs or is wrong the
 * programs keep away; docs/esl-migration.md lists those cases.
 */
type Library = typeof esl;
type Print = (...words: unknown[]) => void;
type Program = (library: Library, print: Print) => Promise<void>;

const original: Library = createRequire(import.meta.url)("modesl");

async function seen(library: Library, program: Program): Promise<string[]> {
  const lines: string[] = [];
  await program(library, (...words) => {
    const text = words.map((word) => (typeof word === "string" ? word : JSON.stringify(word)));
    lines.push(text.join(" ").replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>"));
  });
  return lines;
}

/** A switch, and a connection that is ready and whose subscription is answered. */
async function paired(library: Library, options: ScriptOptions = {}) {
  const sw = await ScriptedSwitch.start(options);
  const conn = await new Promise<Connection>((resolve) => {
    const made = new library.Connection("127.0.0.1", sw.port, "ClueCon");
    let replies = 0;
    const count = () => {
      if (++replies < 2) return;
      made.off("esl::event::command::reply", count);
      resolve(made);
    };
    made.on("esl::event::command::reply", count);
  });
  onTestFinished(() => sw.stop());
  // The original tells a reset, and again what is done after the end.
  conn.on("error", () => {});
  onTestFinished(() => conn.disconnect());
  sw.commands.length = 0;
  return { sw, conn };
}

const settled = (act: (done: () => void) => void) => new Promise<void>((resolve) => act(resolve));
const isEvent = (value: unknown): value is Event =>
  typeof value === "object" && value !== null && "getHeader" in value;
const brief = (value: unknown) =>
  isEvent(value)
    ? [value.getHeader("Event-Name"), value.getHeader("Reply-Text"), value.getBody()]
    : value;

const PROGRAMS: Record<string, Program> = {
  "the login and the end": async (library, print) => {
    await using sw = await ScriptedSwitch.start();
    await settled((done) => {
      const conn = new library.Connection("127.0.0.1", sw.port, "ClueCon", function (...args) {
        print("callback", this === conn, args.length, conn.connected(), conn.authed);
      });
      print(conn.connected(), conn.connecting, conn.authed, conn.getInfo());
      let replies = 0;
      conn.on("esl::**", function (this: Connection, event: unknown) {
        print(this === conn, String(conn.event), brief(event));
        if (conn.event === "esl::event::command::reply" && ++replies === 2) conn.disconnect();
        if (conn.event === "esl::end") setImmediate(done);
      });
    });
  },
  "a wrong password": async (library, print) => {
    await using sw = await ScriptedSwitch.start({ password: "other" });
    await settled((done) => {
      const conn = new library.Connection("127.0.0.1", sw.port, "wrong", () => print("ready"));
      conn.on("esl::**", (event: unknown) => print(String(conn.event), brief(event)));
      conn.on("error", (error) => print(error.message));
      conn.on("esl::end", () => setImmediate(done));
    });
  },
  "a port where nobody listens": async (library, print) => {
    const free = createServer().listen(0, "127.0.0.1");
    await settled((done) => free.once("listening", done));
    const { port } = free.address() as { port: number };
    await settled((done) => free.close(() => done()));
    await settled((done) => {
      const conn = new library.Connection("127.0.0.1", port, "x", () => print("ready"));
      conn.on("esl::**", () => print(String(conn.event)));
      conn.on("error", function (this: Connection, error) {
        print(this === conn, (error as NodeJS.ErrnoException).code ?? "", conn.connected());
        setImmediate(done);
      });
    });
  },
  "what callbacks are called with": async (library, print) => {
    const { conn, sw } = await paired(library);
    const calls: ((callback: (this: unknown, answer: Answer) => void) => void)[] = [
      (callback) => conn.api("status", callback),
      (callback) => conn.api("status", "x", callback),
      (callback) => conn.api("status", ["x", "y"], callback),
      (callback) => conn.api("status", null as never, callback),
      (callback) => conn.api("status", false as never, callback),
      (callback) => conn.sendRecv("filter", callback),
      (callback) => conn.sendRecv("filter", { a: "b" }, callback),
      (callback) => conn.sendRecv("filter", null, callback),
      (callback) => conn.events("json", callback),
      (callback) => conn.events("json", "A", callback),
      (callback) => conn.events("other", ["A", "B"], callback),
      (callback) => conn.subscribe(callback),
      (callback) => conn.subscribe("A", callback),
      (callback) => conn.filter("A", "b", callback),
      (callback) => conn.filterDelete("A", callback),
      (callback) => conn.filterDelete("A", "b", callback),
      (callback) => conn.recvEvent(callback as never),
    ];
    for (const call of calls) {
      await settled((done) => {
        call(function (answer) {
          print(this === conn, brief(answer));
          done();
        });
        if (call === calls.at(-1)) sw.peer.event({ "Event-Name": "NEXT" });
      });
    }
    print(sw.lines);
  },
  "jobs and applications": async (library, print) => {
    const { conn, sw } = await paired(library, {
      output: (words) => `out of ${words.trim()}`,
      script: ({ line, headers }, peer) => {
        if (!line.startsWith("sendmsg")) return false;
        peer.reply("+OK");
        print([...headers.entries()].sort());
        const complete = { "Event-Name": "CHANNEL_EXECUTE_COMPLETE", "Unique-ID": "u" };
        peer.event({ ...complete, "Application-UUID": headers.get("Event-UUID") ?? "" });
        return true;
      },
    });
    conn.on("esl::event::**", (event) => print(String(conn.event), brief(event)));
    await settled((done) => conn.bgapi("one", "two", () => done()));
    await settled((done) => conn.bgapi("one", ["two", "three"], "id", () => done()));
    conn.setEventLock(true);
    await settled((done) => print(conn.execute("playback", "x", "u", () => done())));
    await settled((done) => print(conn.executeAsync("set", "a=1", "u", () => done())));
    print(sw.commands.map(({ headers }) => headers.get("Job-UUID") ?? ""));
  },
  "tables of show": async (library, print) => {
    const xml = (rows: string) => `<result row_count="${rows.split("<row ").length - 1}">${rows}`;
    const outputs: Record<string, string> = {
      "show calls as json": '{"row_count":1,"rows":[{"uuid":"u","name":"a,b"}]}',
      "show none as json": '{"row_count": 0}\n',
      "show wrong as json": "-ERR Cannot find format\n",
      "show calls as xml": `${xml('<row row_id="1"><a>1&amp;2</a><b></b></row><row row_id="2"><a>3</a><b>4</b></row>')}</result>`,
      "show one as xml": `${xml('<row row_id="1"><a>1</a></row>')}</result>`,
    };
    const { conn } = await paired(library, { output: (words) => outputs[words.trim()] ?? "" });
    for (const words of Object.keys(outputs)) {
      const [, item = "", , format] = words.split(" ");
      await settled((done) =>
        conn.show(item, format, (error, data, text) => {
          print(item, error === null ? null : error.message, data ?? "none", text ?? "none");
          done();
        }),
      );
    }
  },
  "events in every format": async (library, print) => {
    const { conn, sw } = await paired(library);
    const ends = ["plain", "json", "xml"] as const;
    conn.on("esl::event::**", (event) => print(String(conn.event), event.headers, event.getBody()));
    for (const format of ends) {
      sw.peer.format = format;
      const last = settled((done) => void conn.once("esl::event::LAST", () => done()));
      const ids = { "Core-UUID": "c", "Unique-ID": "u", "Job-UUID": "j" };
      sw.peer.event({ "Event-Name": "JOB", ...ids });
      sw.peer.event({ "Event-Name": "CHANNEL", "Unique-ID": "u", list: "a" });
      // The original loses the body of an xml event.
      if (format !== "xml") sw.peer.event({ "Event-Name": "TEXT", ...ids }, "ä\n\nb");
      sw.peer.event({ "Event-Name": "LAST" });
      await last;
    }
  },
  "an event built, changed and written": async (library, print) => {
    const event = new library.Event("CUSTOM", "a::b");
    print(event.addHeader("x", "1"), event.addHeader("x", "2"), event.getHeader("x"));
    print(event.delHeader("x"), event.delHeader("x"), event.getHeader("x"), event.hPtr);
    print(event.addBody("ä"), event.addBody("b"), event.getBody(), event.getType());
    event.setPriority(library.Event.PRIORITY.HIGH);
    for (const format of ["plain", "json", "xml"] as const) print(event.serialize(format));
    print(event.nextHeader(), event.firstHeader(), event.hPtr);
    for (let name = event.nextHeader(); name !== null; name = event.nextHeader())
      print(name, event.hPtr);
    print(event.hPtr, event.nextHeader(), event);
    event.type = "OTHER";
    event.headers.push({ name: "late", value: "1" });
    print(event.getType(), event.getHeader("late"));
    print(
      new library.Event({ "Event-Name": "A", _body: "b" }),
      new library.Event({ a: "1" }, "c").body,
    );
  },
  "wildcards, and who is called how often": async (library, print) => {
    const { conn } = await paired(library);
    const heard: string[] = [];
    const patterns = ["k::*", "k::**", "**", "*", "*::y", "k::*::z", "**::z", "k::**::z", "k::y"];
    for (const pattern of patterns) conn.on(pattern, () => heard.push(pattern));
    for (const name of ["k::y", "k", "k::y::z", "n::y", "n::m::z", "none"]) {
      heard.length = 0;
      print(name, conn.emit(name), heard.sort());
    }
    conn.removeAllListeners();
    conn.on("error", () => {});
    conn.once("k::y", () => heard.push("once"));
    conn.many("k::y", 2, () => heard.push("many"));
    print(conn.emit("k::y"), conn.emit("k::y"), conn.emit("k::y"), heard);
    const twice = () => heard.push("twice");
    conn.on("t", twice).on("t", twice).off("t", twice);
    heard.length = 0;
    conn.emit("t");
    print(heard, conn.listeners("t").length, await conn.emitAsync("t"));
    conn.on(["parts", "*"], () => heard.push("parts"));
    heard.length = 0;
    print(conn.emit("parts::1"), conn.emit(["parts", "2"]), heard);
    expect(() => conn.on("t", undefined as never)).toThrow();
  },
  "a server": async (library, print) => {
    const { server, call } = await answering(library, false, print);
    await settled((done) => {
      server.on("connection::ready", function (this: Server, conn, id) {
        print(this === server, server.connections[id] === conn, conn.socketDescriptor() !== null);
        print(conn.getInfo());
        conn.execute("answer", "", (event) => {
          print(event.getHeader("Application"));
          conn.execute("hangup", "", () => conn.disconnect());
        });
        conn.on("esl::end", () => print("end", conn.socketDescriptor(), conn.connected()));
      });
      server.on("connection::close", (_conn, id) => {
        print(id in server.connections);
        setImmediate(() => {
          print(Object.keys(server.connections));
          done();
        });
      });
      void call();
    });
  },
  "a server with myevents": async (library, print) => {
    const { server, call } = await answering(library, true, print);
    await settled((done) => {
      void call().then((fake) =>
        server.on("connection::ready", () => {
          print(fake.lines);
          done();
        }),
      );
    });
  },
};

/** A server that listens, tells what it does, and can be called. */
async function answering(library: Library, myevents: boolean, print: Print) {
  const own = createServer().listen(0, "127.0.0.1");
  await settled((done) => own.once("listening", done));
  const server: Server = new library.Server({ server: own, myevents }, function (this: Server) {
    print("ready", this === server);
  });
  onTestFinished(() => server.close());
  server.on("connection::open", (conn, id) => {
    print("open", conn.getInfo(), typeof id);
    for (const name of ["esl::ready", "esl::end"]) conn.on(name, () => print("at open", name));
  });
  const { port } = own.address() as { port: number };
  const call = async () => {
    const fake = await FakeCall.dial(port);
    onTestFinished(() => void fake.socket.destroy());
    return fake;
  };
  return { server, call };
}

describe("a program written for modesl sees the same", () => {
  test.each(Object.entries(PROGRAMS))("%s", async (_name, program) => {
    const there = await seen(original, program);
    expect(there.length).toBeGreaterThan(0);
    expect(await seen(esl, program)).toEqual(there);
  });
});
