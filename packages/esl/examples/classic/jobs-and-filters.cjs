// Background jobs while a filter keeps everything else away.
module.exports = function jobsAndFilters(esl, { host, port, password }, print) {
  const conn = new esl.Connection(host, port, password, function () {
    this.subscribe(["HEARTBEAT", "CUSTOM", "test::wanted", "test::unwanted"], () => {
      this.filter("Event-Subclass", "test::wanted", (reply) => {
        print(reply.getHeader("Reply-Text"));
        this.bgapi("global_getvar", "no_such_variable_at_all", () => print("empty job done"));
        this.bgapi("create_uuid", [], "a-job-of-mine", (event) => {
          print(`${event.getHeader("Job-UUID")}: ${event.getBody().trim().length} letters`);
          this.sendEvent(new esl.Event("CUSTOM", "test::unwanted"));
          this.sendEvent(new esl.Event("CUSTOM", "test::wanted"));
        });
      });
    });
  });
  conn.on("esl::event::CUSTOM::**", (event) => {
    print(event.subclass);
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
