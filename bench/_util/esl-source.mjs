// A process that greets, accepts any password, and writes events as fast as they are taken once "event" is asked for.
// Arguments: format, number of events. Prints its port.
import { createServer } from "node:net";
import { eventStream } from "./esl-stream.mjs";

const [format, count] = process.argv.slice(2);
const reads = eventStream(format, Number(count));

const server = createServer((socket) => {
  socket.on("error", () => socket.destroy());
  socket.write("Content-Type: auth/request\n\n");
  socket.on("data", (chunk) => answer(socket, chunk.toString("latin1")));
});

function answer(socket, text) {
  for (const command of text.split("\n\n").filter((line) => line !== "")) {
    const reply = command.startsWith("auth ") ? "+OK accepted" : "+OK";
    socket.write(`Content-Type: command/reply\nReply-Text: ${reply}\n\n`);
    if (command.startsWith("event ")) send(socket, 0);
    if (command === "exit") socket.end();
  }
}

function send(socket, from) {
  let at = from;
  while (at < reads.length && socket.write(reads[at])) at++;
  if (at < reads.length) socket.once("drain", () => send(socket, at + 1));
}

server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
process.once("SIGTERM", () => process.exit(0));
