// How long an answer takes, one question at a time: by the client, and by nothing but a socket with the same bytes.
import { connect } from "node:net";
import { EslClient } from "../../packages/esl/dist/index.js";
import { API_REPLY } from "./esl-stream.mjs";

const WARM_UP = 6000;
const QUESTIONS = 12_000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** @returns microseconds of both, medians; they are asked in turn, so that a busy moment of the machine hits both */
export async function roundTrips(port) {
  const client = new EslClient({ port, password: "x" });
  await client.connect();
  const bare = await bareSocket(port);
  const asks = { client: () => client.api("status"), bare: bare.ask };
  const times = { client: [], bare: [] };
  for (let n = 0; n < WARM_UP + QUESTIONS; n++)
    for (const [who, ask] of Object.entries(asks)) {
      const start = process.hrtime.bigint();
      await ask();
      if (n >= WARM_UP) times[who].push(Number(process.hrtime.bigint() - start) / 1000);
    }
  await client.close();
  bare.end();
  return { client: median(times.client), bare: median(times.bare) };
}

async function bareSocket(port) {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await new Promise((resolve) => socket.once("data", resolve));
  let missing = 0;
  let answered = () => {};
  socket.on("data", (chunk) => {
    missing -= chunk.length;
    if (missing <= 0) answered();
  });
  const ask = () =>
    new Promise((resolve) => {
      missing = API_REPLY.length;
      answered = resolve;
      socket.write("api status\n\n");
    });
  return { ask, end: () => socket.destroy() };
}
