// A process that greets, accepts any password, answers `api`, and writes events without end, as fast as they are taken,
// once "event" is asked for, in its own format whatever was asked. Argument: the format. Prints its port.
import { createServer } from "node:net";
import { API_REPLY, eventBatches } from "./esl-stream.mjs";

const batches = eventBatches(process.argv[2]);

const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on("error", () => socket.destroy());
  socket.write("Content-Type: auth/request\n\n");
  socket.on("data", (chunk) => answer(socket, chunk.toString("latin1")));
});

function answer(socket, text) {
  for (const command of text.split("\n\n").filter((line) => line !== "")) {
    if (command.startsWith("api ")) {
      socket.write(API_REPLY);
      continue;
    }
    const reply = command.startsWith("auth ") ? "+OK accepted" : "+OK";
    socket.write(`Content-Type: command/reply\nReply-Text: ${reply}\n\n`);
    if (command.startsWith("event ") && !socket.isSource) {
      socket.isSource = true;
      send(socket, 0);
    }
    if (command === "exit") socket.end();
  }
}

/** Each write is of whole events: a reply may come between two of them. */
function send(socket, from) {
  let at = from;
  while (!socket.destroyed && socket.write(batches[at])) at = (at + 1) % batches.length;
  if (!socket.destroyed) socket.once("drain", () => send(socket, (at + 1) % batches.length));
}

server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.once("SIGTERM", () => process.exit(0));
// Whoever started it is gone.
process.stdin.resume().once("end", () => process.exit(0));
