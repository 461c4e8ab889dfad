// How each library is told to receive every event of a switch: the shortest program its own documentation shows. Each
// calls `onEvent(get, each)` per event: `get(name)` answers one value, `each(visit)` shows all of them.
import { createRequire } from "node:module";
import { EslClient } from "../../packages/esl/dist/index.js";

const require = createRequire(new URL("../../packages/esl/package.json", import.meta.url));
const quiet = {
  debug() {},
  trace() {},
  info() {},
  warn() {},
  error() {},
  child: () => quiet,
};
const NAME = "CHANNEL_EXECUTE_COMPLETE";

function ofObject(values, onEvent) {
  onEvent(
    (name) => values[name],
    (visit) => {
      for (const name in values) visit(name, values[name]);
    },
  );
}

function classic(packageName) {
  return (port, onEvent) => {
    const { Connection } = require(packageName);
    const conn = new Connection("127.0.0.1", port, "x", () => conn.events("plain", "all"));
    conn.on(`esl::event::${NAME}::*`, (event) =>
      onEvent(
        (name) => event.getHeader(name),
        (visit) => {
          for (const { name, value } of event.headers) visit(name, value);
        },
      ),
    );
  };
}

export const CONSUMERS = {
  "@parley/esl": (port, onEvent, format) => {
    const client = new EslClient({
      port,
      password: "x",
      subscription: { format, events: ["ALL"] },
    });
    client.on("event", (event) =>
      onEvent(
        (name) => event.get(name),
        (visit) => {
          for (const [name, value] of event.headers) visit(name, value);
        },
      ),
    );
    client.connect();
  },
  modesl: classic("modesl"),
  "drachtio-modesl": classic("drachtio-modesl"),
  esl: (port, onEvent) => {
    const { FreeSwitchClient } = require("esl");
    const client = new FreeSwitchClient({ port, password: "x", logger: quiet });
    client.on("connect", (call) => call.on(NAME, ({ body }) => ofObject(body, onEvent)));
    client.connect();
  },
  "esl-lite": (port, onEvent) => {
    const { FreeSwitchClient } = require("esl-lite");
    const client = new FreeSwitchClient({ port, password: "x", logger: quiet });
    client.on(NAME, ({ body }) => ofObject(body.data, onEvent));
  },
};
