import type { Frame } from "../../audio/types.js";
import { newStream, type RtcpMessage, type RtpPacket } from "../rtp/index.js";
import {
  type AgreedCodec,
  agree,
  isWithoutAudio,
  parseSdp,
  readPreferences,
  receives,
  refusalOf,
  type SdpDirection,
  type SdpSession,
  sends,
} from "../sdp/index.js";
import { type LegOptions, type LegStats, type MediaLeg, MediaRefusedError } from "../types.js";
import { type PreparedMedia, prepareMedia } from "./agreed-media.js";
import type { AudioAgreement, AudioPath } from "./audio-path.js";
import { DigitClock } from "./digit-clock.js";
import { LegEventSource } from "./leg-events.js";
import { Offers } from "./offers.js";
import type { PortPair, PortPool } from "./port-pool.js";
import { Reports } from "./reports.js";
import { RtpTransport } from "./rtp-transport.js";
import { secure } from "./security.js";
import { VideoPath } from "./video-path.js";

/** What all legs of a switch share. */
export interface LegSurroundings {
  readonly pool: PortPool;
  /** Bound to. */
  readonly address: string;
  /** Said by SDP. */
  readonly sdpAddress: string;
  readonly now: () => number;
  readonly onClosed: (leg: PlainLeg) => void;
}

/** One call's RTP over UDP sockets of its own. */
export class PlainLeg extends LegEventSource implements MediaLeg {
  readonly kind = "rtp";
  readonly localAddress: string;
  readonly #around: LegSurroundings;
  readonly #options: LegOptions;
  readonly #stream = newStream();
  readonly #cname = `${newStream().ssrc.toString(36)}@parley`;
  readonly #offers: Offers;
  readonly #digits: DigitClock;
  readonly #transport: RtpTransport;
  #reports: Reports;
  #path: AudioPath | undefined;
  #video: VideoPath | undefined;
  #media: PreparedMedia | undefined;
  #direction: SdpDirection = "inactive";
  #held = false;
  #timedOut = false;
  #closed = false;
  #lostBefore = 0;
  remoteSdp: string | undefined;

  constructor(pair: PortPair, around: LegSurroundings, options: LegOptions) {
    super();
    this.#around = around;
    this.#options = options;
    this.localAddress = around.address;
    const now = around.now();
    this.#reports = new Reports(8000, this.#cname, now);
    this.#offers = new Offers(around.sdpAddress, readPreferences(options.codecs));
    this.#transport = new RtpTransport(pair, this.#audioListener(), around.now);
    this.#digits = new DigitClock(around.now, {
      isBusy: () => sends(this.#direction) && (this.#path?.sendsDigits ?? false),
      tick: () => this.write(undefined),
    });
  }

  get localSdp(): string {
    return this.#offers.localSdp;
  }

  get codec(): AgreedCodec {
    return this.#path?.codec ?? this.#offers.favourite;
  }

  get rate(): number {
    return this.codec.rate;
  }

  get hasVideo(): boolean {
    return this.#media?.video !== undefined;
  }

  /** `VP8` or `H264`. */
  get videoCodec(): string | undefined {
    return this.#media?.video?.payload.name;
  }

  get held(): boolean {
    return this.#held;
  }

  get remoteAddress(): string {
    return this.#transport.place?.address ?? "";
  }

  get remotePort(): number {
    return this.#transport.place?.port ?? 0;
  }

  get localPort(): number {
    return this.#transport.port;
  }

  read(): Frame | undefined {
    return receives(this.#direction) ? this.#path?.read() : undefined;
  }

  write(frame: Frame | undefined): void {
    const path = this.#path;
    if (path === undefined) return;
    this.#digits.ticked();
    if (sends(this.#direction)) this.#transport.send(path.next(frame));
    else path.pause();
  }

  /** Makes the first offer of a leg; with video where the options say so. */
  async propose(): Promise<void> {
    if (this.#options.video) this.#video = this.#openVideo(await this.#around.pool.open(true));
    this.#offers.propose(this.#transport.port, this.#video?.transport.port);
  }

  async accept(answer: string): Promise<void> {
    const pending = this.#offers.pending;
    if (pending === undefined) throw new MediaRefusedError("answer", "nothing was offered");
    const session = parseSdp(answer);
    const { direction: limit } = pending;
    await this.#agree(session, pending.preferences, limit, (name) => this.#offers.typesOf(name));
    this.#offers.completed();
    this.remoteSdp = answer;
  }

  async renegotiate(offer: string): Promise<string> {
    const session = parseSdp(offer);
    const limit = this.#offers.holds ? "sendonly" : "sendrecv";
    const preferences = readPreferences(this.#options.codecs);
    const media = await this.#agree(session, preferences, limit, () => undefined);
    this.remoteSdp = offer;
    return this.#offers.answer(media, this.#transport, this.#video?.transport);
  }

  async reoffer(options?: { readonly hold?: boolean }): Promise<string> {
    const isHolding = options?.hold ?? false;
    return this.#offers.reoffer(this.#media, isHolding, this.#transport, this.#video?.transport);
  }

  sendDtmf(digits: string, durationMs?: number): void {
    if (!sends(this.#direction)) return;
    this.#path?.sendDigits(digits, durationMs);
    this.#digits.start();
  }

  sendVideo(packet: Buffer): void {
    if (this.hasVideo) this.#video?.send(packet);
  }

  requestKeyframe(): void {
    if (this.hasVideo) this.#video?.requestKeyframe(this.#around.now());
  }

  stats(): LegStats {
    const video = this.#video?.transport;
    return {
      packetsIn: this.#transport.packetsIn + (video?.packetsIn ?? 0),
      packetsOut: this.#transport.packetsOut + (video?.packetsOut ?? 0),
      lost: this.#lostBefore + (this.#path?.stats().lost ?? 0),
      strangers: this.#transport.strangers + (video?.strangers ?? 0),
    };
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const now = this.#around.now();
    this.#digits.stop();
    const report = this.#reports.compose(this.#stream, now);
    this.#transport.sendRtcp([...report, { kind: "bye", ssrcs: [this.#stream.ssrc] }]);
    this.#transport.close();
    this.#video?.close(now);
    this.#direction = "inactive";
    this.#around.onClosed(this);
  }

  /** To be called some times a second: reports, the end of digits, the timeout. */
  tick(nowMs: number): void {
    this.#path?.tick(nowMs);
    const report = this.#reports.due(this.#stream, nowMs);
    if (report) this.#transport.sendRtcp(report);
    this.#video?.tick(nowMs);
    this.#watch(nowMs);
  }

  /** Nothing is missed from a phone that holds us or is not to speak. */
  #watch(nowMs: number): void {
    const limit = this.#options.timeoutMs ?? 0;
    if (limit === 0 || this.#held || !receives(this.#direction)) return;
    const heard = Math.max(this.#transport.heardMs, this.#video?.transport.heardMs ?? 0);
    const isSilent = nowMs - heard >= limit;
    if (isSilent && !this.#timedOut) this.emit("timeout");
    this.#timedOut = isSilent;
  }

  /** Changes the leg to what both sides agree on, or throws and leaves it as it was. */
  async #agree(
    session: SdpSession,
    preferences: ReturnType<typeof readPreferences>,
    limit: SdpDirection,
    offered: (name: AgreedCodec["name"]) => AudioAgreement["offered"],
  ): Promise<PreparedMedia> {
    const agreement = agree(session, { preferences, video: this.#options.video ?? false });
    const { audio } = agreement;
    const isTakenAway = this.#media !== undefined && isWithoutAudio(session);
    if (audio === undefined && !isTakenAway) throw refusalOf(session);
    const media = await prepareMedia(agreement, {
      pool: this.#around.pool,
      address: this.#around.address,
      stream: this.#stream,
      path: this.#path,
      hasVideoPort: this.#video !== undefined,
      limit,
      offered: audio && offered(audio.codec.name),
      onDigit: (digit, durationMs) => this.emit("dtmf", digit, durationMs),
    });
    if (this.#closed) {
      media.video?.pair?.close();
      throw new MediaRefusedError("leg", "the call is over");
    }
    this.#apply(media);
    return media;
  }

  #apply(media: PreparedMedia): void {
    this.#media = media;
    this.#applyAudio(media);
    this.#applyVideo(media);
    // A pause that the descriptions asked for is no silence of the phone's.
    this.#transport.heardMs = this.#around.now();
    const isHeld = media.agreement.audio?.stream.isHeld ?? true;
    if (isHeld === this.#held) return;
    this.#held = isHeld;
    this.emit("hold", isHeld);
  }

  #applyAudio({ agreement, audio }: PreparedMedia): void {
    this.#direction = audio?.direction ?? "inactive";
    if (audio === undefined) return;
    const { security } = this.#transport;
    this.#transport.direct(audio.places, secure(agreement.audio?.stream.crypto, security));
    if (this.#path === audio.path) return;
    this.#lostBefore += this.#path?.stats().lost ?? 0;
    this.#path = audio.path;
    this.#reports = new Reports(audio.path.codec.sdpRate, this.#cname, this.#around.now());
  }

  #applyVideo({ agreement, video }: PreparedMedia): void {
    if (video === undefined) return;
    if (video.pair) this.#video = this.#openVideo(video.pair);
    const path = this.#video;
    if (path === undefined) return;
    const { security } = path.transport;
    path.transport.direct(video.places, secure(agreement.video?.stream.crypto, security));
    path.agree(video.payload, sends(video.direction), receives(video.direction));
  }

  #openVideo(pair: PortPair): VideoPath {
    return new VideoPath(
      (path) => new RtpTransport(pair, path, this.#around.now),
      {
        video: (packet) => this.emit("video", packet),
        keyframe: () => this.emit("keyframe"),
      },
      this.#cname,
      this.#around.now(),
    );
  }

  #audioListener() {
    return {
      knows: (payloadType: number) => this.#path?.knows(payloadType) ?? false,
      packet: (packet: RtpPacket, _data: Buffer, nowMs: number) => {
        this.#reports.heard(packet, nowMs);
        this.#path?.heard(packet, nowMs);
      },
      rtcp: (messages: readonly RtcpMessage[], nowMs: number) => {
        this.#reports.heardRtcp(messages, nowMs);
      },
    };
  }
}
