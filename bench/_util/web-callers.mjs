// Callers as browsers are: SIP over WebSocket, ICE, DTLS-SRTP. node web-callers.mjs {"url": "ws://…", "rooms": [], "seats": 2, "codecs": ["PCMU", "OPUS"], "logins": [{user, password}], "perSecond": 5}
import { once } from "node:events";
import { createRequire } from "node:module";
import { SipCaller } from "./sip-caller.mjs";
import { every20ms, Received, sayings, serveParent, speaks } from "./voices.mjs";

const near = createRequire(new URL("../../packages/softswitch/package.json", import.meta.url));
const { MediaStreamTrack, RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } =
  near("werift");
const WebSocket = near("ws");

const { url, rooms, seats, codecs, logins, perSecond } = JSON.parse(process.argv[2]);
const KINDS = {
  PCMU: { mimeType: "audio/PCMU", clockRate: 8000, channels: 1, payloadType: 0 },
  OPUS: { mimeType: "audio/opus", clockRate: 48_000, channels: 2, payloadType: 111 },
};
const events = {
  mimeType: "audio/telephone-event",
  clockRate: 8000,
  channels: 1,
  payloadType: 101,
};
const said = Object.fromEntries(
  await Promise.all(
    codecs.map(async (name) => [name, await sayings(name === "OPUS" ? "opus" : name, 500)]),
  ),
);
const startedAt = performance.now();
const members = [];

let joined = 0;
async function join(room, seat, codec) {
  const login = logins[joined++ % logins.length];
  const kind = KINDS[codec];
  const peer = new RTCPeerConnection({
    codecs: { audio: [kind, events].map((each) => new RTCRtpCodecParameters(each)), video: [] },
    iceServers: [],
    iceAdditionalHostAddresses: ["127.0.0.1"],
    iceUseIpv6: false,
  });
  const received = new Received();
  const seen = new Set();
  peer.onTrack.subscribe((track) => {
    if (seen.has(track)) return;
    seen.add(track);
    track.onReceiveRtp.subscribe(({ header }) => received.take(header.sequenceNumber));
  });
  const track = new MediaStreamTrack({ kind: "audio" });
  peer.addTransceiver(track, { direction: "sendrecv" });
  await peer.setLocalDescription(await peer.createOffer());
  const socket = new WebSocket(url, "sip");
  await once(socket, "open");
  const { hostname } = new URL(url);
  const at = `${Math.random().toString(36).slice(2)}.invalid`;
  const caller = new SipCaller({
    send: (text) => socket.send(text),
    transport: "WS",
    at,
    host: hostname,
  });
  socket.on("message", (data) => caller.receive(String(data)));
  await caller.register(login.user, login.password);
  const began = performance.now();
  const call = await caller.call(login.user, login.password, room, peer.localDescription.sdp);
  await peer.setRemoteDescription({ type: "answer", sdp: call.sdp });
  members.push({
    socket,
    seat,
    track,
    received,
    call,
    kind,
    words: said[codec],
    sequence: 0,
    setupMs: performance.now() - began,
  });
}

let tick = 0;
function sendAll() {
  const elapsed = performance.now() - startedAt;
  tick += 1;
  for (const member of members) {
    const { track, seat, kind } = member;
    member.sequence = (member.sequence + 1) & 0xffff;
    const words = speaks(seat, seats, elapsed) ? member.words.tone : member.words.silence;
    const header = new RtpHeader({
      sequenceNumber: member.sequence,
      timestamp: (member.sequence * (kind.clockRate / 50)) >>> 0,
      payloadType: kind.payloadType,
      ssrc: 1,
    });
    track.writeRtp(new RtpPacket(header, words[tick % words.length]));
  }
}

const stop = every20ms(sendAll);
const joins = [];
for (const [at, room] of rooms.entries()) {
  for (let seat = 0; seat < seats; seat++) {
    joins.push(join(room, seat, codecs[(at + seat) % codecs.length]));
    await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
  }
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
