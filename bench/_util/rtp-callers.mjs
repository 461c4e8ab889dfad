// Callers with plain RTP: node rtp-callers.mjs {"sip": {host, port}, "rooms": ["30100"], "seats": 15, "codecs": ["PCMU"], "logins": [{user, password}], "perSecond": 25}
import { createSocket } from "node:dgram";
import { SipCaller } from "./sip-caller.mjs";
import { every20ms, Received, sayings, serveParent, speaks } from "./voices.mjs";

const { sip, rooms, seats, codecs, logins, perSecond } = JSON.parse(process.argv[2]);
const TYPES = { PCMU: 0, PCMA: 8, G722: 9 };

const openSocket = async () => {
  const socket = createSocket({
    type: "udp4",
    recvBufferSize: 1 << 18,
    lookup: (host, _, done) => done(null, host, 4),
  });
  // Bound at once, with such a lookup: whoever listens for it afterwards waits for ever.
  await new Promise((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return socket;
};

const signalling = await openSocket();
const caller = new SipCaller({
  send: (text) => signalling.send(text, sip.port, sip.host),
  transport: "UDP",
  at: `127.0.0.1:${signalling.address().port}`,
  host: sip.host,
});
signalling.on("message", (bytes) => caller.receive(bytes.toString()));

const words = Object.fromEntries(
  await Promise.all(codecs.map(async (name, at) => [name, await sayings(name, 400 + 200 * at)])),
);
const startedAt = performance.now();
const members = [];

let joined = 0;
async function join(room, seat) {
  const login = logins[joined++ % logins.length];
  const socket = await openSocket();
  const codec = codecs[seat % codecs.length];
  const type = TYPES[codec];
  const port = socket.address().port;
  const lines = ["v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "c=IN IP4 127.0.0.1", "t=0 0"];
  const media = [`m=audio ${port} RTP/AVP ${type}`, `a=rtpmap:${type} ${codec}/8000`, "a=ptime:20"];
  const began = performance.now();
  const sdp = `${[...lines, ...media].join("\r\n")}\r\n`;
  const call = await caller.call(login.user, login.password, room, sdp);
  const received = new Received();
  socket.on("message", (packet) => {
    if ((packet[1] & 0x7f) === type) received.take(packet.readUInt16BE(2));
  });
  const head = Buffer.alloc(12);
  head[0] = 0x80;
  head[1] = type;
  head.writeUInt32BE(0x1000 + members.length, 8);
  const to = Number(/m=audio (\d+)/.exec(call.sdp)[1]);
  members.push({
    socket,
    seat,
    to,
    received,
    call,
    head,
    words: words[codec],
    sequence: 0,
    setupMs: performance.now() - began,
  });
}

let tick = 0;
function sendAll() {
  const elapsed = performance.now() - startedAt;
  tick += 1;
  for (const member of members) {
    const { socket, head, to, seat } = member;
    const said = speaks(seat, seats, elapsed) ? member.words.tone : member.words.silence;
    member.sequence = (member.sequence + 1) & 0xffff;
    head.writeUInt16BE(member.sequence, 2);
    head.writeUInt32BE((member.sequence * 160) >>> 0, 4);
    socket.send(Buffer.concat([head, said[tick % said.length]]), to, sip.host);
  }
}

const stop = every20ms(sendAll);
const wishes = [];
for (let seat = 0; seat < seats; seat++) for (const room of rooms) wishes.push([room, seat]);
const joins = [];
for (const [room, seat] of wishes) {
  joins.push(join(room, seat));
  await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
}
await Promise.all(joins);

serveParent(
  () => ({
    members: members.length,
    packets: members.reduce((sum, { received }) => sum + received.packets, 0),
    lost: members.reduce((sum, { received }) => sum + received.lost, 0),
    setupMs: Math.max(...members.map(({ setupMs }) => setupMs)),
  }),
  async () => {
    stop();
    await Promise.all(members.map(({ call }) => call.hangUp()));
  },
);
process.send("joined");
