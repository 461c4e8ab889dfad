import { createHash } from "node:crypto";
import { createMedia, type Media, type MediaLeg } from "../src/media/index.js";
import {
  createSipStack,
  type IncomingSipCall,
  type SipCall,
  type SipHeader,
  type SipMessage,
  type SipStack,
} from "../src/sip/index.js";
import { amplitudeAt, PortDriver, sine } from "./tones.js";

const HOST = "127.0.0.1";
const CODECS = "G722,PCMU";
const AMPLITUDE = 0.4;

const md5 = (text: string): string => createHash("md5").update(text).digest("hex");

export interface Signed {
  readonly method: "INVITE" | "REGISTER";
  readonly uri: string;
  readonly user: string;
  readonly password: string;
}

/** Answers a challenge as RFC 2617 says. */
export function credentials(challenge: string, { method, uri, user, password }: Signed): string {
  const get = (name: string): string =>
    new RegExp(`${name}="?([^",]+)"?`).exec(challenge)?.[1] ?? "";
  const realm = get("realm");
  const nonce = get("nonce");
  const ha1 = md5(`${user}:${realm}:${password}`);
  const ha2 = md5(`${method}:${uri}`);
  const response = md5(`${ha1}:${nonce}:00000001:abc:auth:${ha2}`);
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, cnonce="abc", nc=00000001`;
}

/** How a call of the phone ended. */
export interface PhoneEnd {
  readonly by: string;
  readonly status?: number;
  readonly message?: SipMessage;
}

/** One call of a test phone: it plays its tone and hears what comes. */
export class PhoneCall {
  readonly over: Promise<PhoneEnd>;
  #driver: PortDriver | undefined;

  constructor(
    readonly sip: SipCall,
    readonly leg: MediaLeg,
    private readonly frequency: number,
  ) {
    this.over = new Promise((resolve) => {
      sip.on("over", (end) => {
        this.#driver?.stop();
        leg.close();
        resolve(end);
      });
    });
  }

  speak(): void {
    this.#driver = new PortDriver(this.leg);
    this.#driver.play(sine(this.frequency, this.leg.rate, AMPLITUDE));
  }

  /** Amplitude of a frequency in the last 300 ms. */
  hears(frequency: number): number {
    const heard = this.#driver?.heard(300) ?? new Int16Array(0);
    return heard.length === 0 ? 0 : amplitudeAt(heard, frequency, this.leg.rate);
  }

  press(digits: string): void {
    this.leg.sendDtmf(digits);
  }

  async hold(on: boolean): Promise<void> {
    await this.leg.accept(await this.sip.reinvite(await this.leg.reoffer({ hold: on })));
  }

  /** Asks to be transferred (RFC 3515); gives the status of the answer. */
  async refer(to: string): Promise<number> {
    return (await this.sip.request("REFER", [["Refer-To", to]])).status;
  }

  /** Sends no more sound, as a phone whose network is gone. */
  fallSilent(): void {
    this.#driver?.stop();
  }

  /** Takes an incoming call that was let ring with sound. */
  accept(): void {
    if ("accept" in this.sip) (this.sip as IncomingSipCall).accept(this.leg.localSdp);
  }

  hangup(): void {
    this.sip.end();
  }
}

export interface PhoneOptions {
  /** Names in order of preference. */
  readonly codecs?: string;
  readonly video?: boolean;
  /** Whom it calls itself in From; its user unless given. */
  readonly claims?: string;
}

/** A SIP phone in this process, on a UDP socket of its own. */
export class SipPhone {
  readonly calls: PhoneCall[] = [];
  /** What it does when it is called; `early`: its tone is heard before `accept`. */
  answers: "yes" | "busy" | "no" | "early" = "yes";
  onCall: ((call: IncomingSipCall) => void) | undefined;

  private constructor(
    readonly user: string,
    readonly frequency: number,
    readonly stack: SipStack,
    readonly media: Media,
    readonly target: number,
    readonly options: PhoneOptions,
  ) {
    stack.onInvite = (call) => void this.#ring(call);
  }

  /** `target`: the switch's UDP port. */
  static async open(
    user: string,
    frequency: number,
    target: number,
    options: PhoneOptions = {},
  ): Promise<SipPhone> {
    const stack = createSipStack({ bindings: [{ transport: "udp", host: HOST, port: 0 }] });
    await stack.start();
    const media = createMedia({ address: HOST, portRange: [42_000, 44_000] });
    return new SipPhone(user, frequency, stack, media, target, options);
  }

  get port(): number {
    return this.stack.addresses.udp?.port ?? 0;
  }

  /** Calls a number; with a password it answers the switch's challenge. Gives the call when it is on its way for good. */
  async dial(number: string, password?: string): Promise<PhoneCall> {
    const first = await this.#invite(number, undefined);
    if (password === undefined) return first;
    const { message } = await first.over;
    const challenge = message?.get("Proxy-Authenticate") ?? "";
    const uri = this.#uri(number);
    const signed = { method: "INVITE", uri, user: this.user, password } as const;
    return this.#invite(number, credentials(challenge, signed));
  }

  /** Registers for an hour; gives the status of the answer. */
  async register(password: string): Promise<number> {
    const uri = `sip:${HOST}`;
    const { message } = await this.#register(uri, []);
    const challenge = message.get("WWW-Authenticate") ?? "";
    const signed = { method: "REGISTER", uri, user: this.user, password } as const;
    const { status } = await this.#register(uri, [
      ["Authorization", credentials(challenge, signed)],
    ]);
    return status;
  }

  async close(): Promise<void> {
    await this.stack.stop();
    await this.media.stop();
  }

  #uri(number: string): string {
    return `sip:${number}@${HOST}:${this.target}`;
  }

  async #register(uri: string, headers: readonly SipHeader[]) {
    const message = await this.stack.request({
      method: "REGISTER",
      uri,
      to: `sip:${this.user}@${HOST}`,
      from: { user: this.user, domain: HOST },
      peer: { transport: "udp", address: HOST, port: this.target },
      headers: [["Expires", "3600"], ...headers],
    });
    return { status: message.status, message };
  }

  async #invite(number: string, authorization: string | undefined): Promise<PhoneCall> {
    const leg = await this.media.offer({ webrtc: false, codecs: CODECS, ...this.options });
    const sip = this.stack.invite({
      uri: this.#uri(number),
      from: { user: this.options.claims ?? this.user, domain: HOST },
      sdp: leg.localSdp,
      peer: { transport: "udp", address: HOST, port: this.target },
      headers: authorization ? [["Proxy-Authorization", authorization]] : [],
    });
    const call = new PhoneCall(sip, leg, this.frequency);
    this.calls.push(call);
    let early = false;
    sip.on("progress", (_status, sdp) => {
      if (!sdp || early) return;
      early = true;
      void leg.accept(sdp).then(() => call.speak());
    });
    sip.on("answered", (sdp) => {
      if (!early) void leg.accept(sdp).then(() => call.speak());
    });
    return call;
  }

  async #ring(incoming: IncomingSipCall): Promise<void> {
    incoming.ring();
    this.onCall?.(incoming);
    if (this.answers === "busy") incoming.end({ status: 486 });
    if (!["yes", "early"].includes(this.answers) || !incoming.offer) return;
    const leg = await this.media.answer(incoming.offer, { codecs: CODECS, ...this.options });
    const call = new PhoneCall(incoming, leg, this.frequency);
    this.calls.push(call);
    if (this.answers === "early") incoming.ring(leg.localSdp);
    else incoming.accept(leg.localSdp);
    call.speak();
  }
}
