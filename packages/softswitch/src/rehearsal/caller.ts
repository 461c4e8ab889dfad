import { createHash } from "node:crypto";
import { type AudioClock, createTone, type Frame } from "../audio/index.js";
import type { Media } from "../media/index.js";
import type { SipPeer, SipStack } from "../sip/index.js";
import { DOMAIN, USER } from "./small-tree.js";

export interface CallerHouse {
  readonly stack: SipStack;
  readonly media: Media;
  readonly clock: AudioClock;
  /** Where the switch listens. */
  readonly peer: SipPeer;
  readonly password: string;
}

const LEVEL = 8000;
/** Ticks of speaking, and of silence after them. */
const TURN = 25;

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

/** Answers a challenge (RFC 7616 with MD5). */
function credentials(challenge: string, uri: string, password: string): string {
  const get = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? "";
  const [realm, nonce] = [get("realm"), get("nonce")];
  const secret = md5(`${USER}:${realm}:${password}`);
  const response = md5(`${secret}:${nonce}:00000001:abc:auth:${md5(`INVITE:${uri}`)}`);
  const values = { username: USER, realm, nonce, uri, response, cnonce: "abc" };
  const quoted = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
  return `Digest ${quoted.join(", ")}, algorithm=MD5, qop=auth, nc=00000001`;
}

interface Attempt {
  readonly number: string;
  readonly sdp: string;
  readonly authorization?: string;
}

function invite({ stack, peer }: CallerHouse, { number, sdp, authorization }: Attempt) {
  return stack.invite({
    uri: uriOf(number),
    from: { user: USER, domain: DOMAIN },
    sdp,
    peer,
    headers: authorization ? [["Proxy-Authorization", authorization]] : [],
  });
}

const uriOf = (number: string): string => `sip:${number}@${DOMAIN}`;

/**
 * Calls a room, is asked who it is, speaks now and then for so many ticks, presses a key, and leaves; true when it was
 * answered.
 */
export async function callOnce(
  house: CallerHouse,
  number: string,
  codecs: string,
  ticks: number,
): Promise<boolean> {
  const leg = await house.media.offer({ webrtc: false, codecs });
  try {
    const sdp = leg.localSdp;
    const challenge = await new Promise<string>((resolve) => {
      invite(house, { number, sdp }).on("over", ({ message }) =>
        resolve(message?.get("Proxy-Authenticate") ?? ""),
      );
    });
    const authorization = credentials(challenge, uriOf(number), house.password);
    const call = invite(house, { number, sdp, authorization });
    const over = new Promise<void>((resolve) => {
      call.on("over", () => resolve());
    });
    let answered = false;
    call.on("answered", (answer) => {
      answered = true;
      void leg.accept(answer);
    });
    await Promise.race([over, talk(house.clock, leg, ticks)]);
    call.end();
    await over;
    return answered;
  } finally {
    leg.close();
  }
}

type Leg = Awaited<ReturnType<Media["offer"]>>;

function talk(clock: AudioClock, leg: Leg, ticks: number): Promise<void> {
  const tones = new Map<number, () => Frame>();
  const toneAt = (rate: number): (() => Frame) => {
    const tone = tones.get(rate) ?? createTone(rate, [350], LEVEL);
    tones.set(rate, tone);
    return tone;
  };
  return new Promise((resolve) => {
    let tick = 0;
    const end = clock.each(() => {
      tick += 1;
      leg.read();
      leg.write(tick % (2 * TURN) < TURN ? toneAt(leg.rate)() : undefined);
      if (tick === TURN) leg.sendDtmf("0");
      if (tick < ticks) return;
      end();
      resolve();
    });
  });
}
