// How long an answer takes, one question at a time: by the client, and by nothing but a socket with the same bytes.
import { connect } from "node:net";
import { EslClient } from "../../packages/esl/dist/index.js";
import { API_REPLY } from "./esl-stream.mjs";

const QUESTIONS = 2000;
const ROUNDS = 7;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** @returns microseconds of both, medians of the rounds, which alternate; the first one warms up */
export async function roundTrips(port) {
  const client = new EslClient({ port, password: "x" });
  await client.connect();
  const bare = await bareSocket(port);
  const times = { client: [], bare: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    const ofBare = await timed(bare.ask);
    const ofClient = await timed(() => client.api("status"));
    if (round === 0) continue;
    times.bare.push(ofBare);
    times.client.push(ofClient);
  }
  await client.close();
  bare.end();
  return { client: median(times.client), bare: median(times.bare) };
}

async function timed(ask) {
  const took = [];
  for (let n = 0; n < QUESTIONS; n++) {
    const start = process.hrtime.bigint();
    await ask();
    took.push(Number(process.hrtime.bigint() - start) / 1000);
  }
  return median(took);
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
