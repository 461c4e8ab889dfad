// A menu: the dialplan sends calls here with <action application="socket" data="127.0.0.1:8084 async full"/>.
// node ivr.mjs [PORT]
// The prompts are those of FreeSWITCH's sound package: where that is missing the menu is over at once.
import { createServer } from "@parley/esl/outbound";

const MENU = { 1: "30000", 2: "30001" };

const server = createServer(async (call) => {
  console.log(`call from ${call.get("Caller-Caller-ID-Number") ?? "somebody"}`);
  await call.answer();
  const digits = await call.playAndGetDigits({
    file: "ivr/ivr-enter_ext_pound.wav",
    invalidFile: "ivr/ivr-that_was_an_invalid_entry.wav",
    max: 1,
    tries: 3,
    inputTimeoutMs: 5000,
    regex: "[12]",
  });
  const number = MENU[digits];
  if (number === undefined) {
    console.log("no choice");
    return; // the call is hung up when the handler is done
  }
  console.log(`chose ${digits}`);
  await call.transfer(number);
});

const { port } = await server.listen({ host: "127.0.0.1", port: Number(process.argv[2] ?? 8084) });
console.log(`waiting for calls on port ${port}`);
process.once("SIGINT", () => server.close());
