// Inbound: one API command, then events of conferences until one named "done" comes.
module.exports = function statusAndEvents(esl, { host, port, password }, print) {
  const conn = new esl.Connection(host, port, password, () => {
    conn.api("status", (res) => print(`status: ${res.getBody().split("\n")[0]}`));
    conn.api("create_uuid", (res) => print(`uuid of ${res.getBody().trim().length} letters`));
    conn.events("json", "CUSTOM conference::maintenance", () => {
      print("listening");
      const event = new esl.Event("CUSTOM", "conference::maintenance");
      event.addHeader("Action", "done");
      event.addHeader("Conference-Name", "Grüße 50% off");
      event.addBody("the body, ä and all");
      conn.sendEvent(event);
    });
  });
  conn.on("error", (error) => print(`error ${error.code}`));
  conn.on("esl::event::CUSTOM::*", (event) => {
    print(`${event.subclass} ${event.getHeader("Action")} ${event.getHeader("Conference-Name")}`);
    print(event.getBody());
    conn.disconnect();
  });
  conn.on("esl::end", () => print("end"));
  return conn;
};

if (require.main === module) {
  const [host = "127.0.0.1", port = 8021, password = "ClueCon"] = process.argv.slice(2);
  module.exports(require("@parley/esl/modesl"), { host, port, password }, (line) =>
    process.stdout.write(`${line}\n`),
  );
}
