// Outbound: a menu. The dialplan sends calls here with <action application="socket" data="127.0.0.1:8022 async full"/>.
module.exports = function ivrServer(esl, { port }, print) {
  const server = new esl.Server({ port, host: "127.0.0.1", myevents: true }, () => print("up"));
  server.on("connection::ready", (conn) => {
    const caller = conn.getInfo().getHeader("Caller-Caller-ID-Number");
    print(`call from ${caller}`);
    conn.on("esl::event::DTMF::*", (event) => {
      print(`key ${event.getHeader("DTMF-Digit")}`);
      conn.execute("hangup", "NORMAL_CLEARING");
    });
    conn.execute("answer", "", undefined, () => {
      print("answered");
      conn.execute("playback", "menu.wav", undefined, (event) => {
        print(`played: ${event.getHeader("Application-Response")}`);
      });
    });
    conn.on("esl::end", () => print("over"));
  });
  server.on("connection::close", (_conn, id) => print(`closed: ${id in server.connections}`));
  return server;
};

if (require.main === module) {
  module.exports(require("@parley/esl/modesl"), { port: 8022 }, (line) =>
    process.stdout.write(`${line}\n`),
  );
}
