import type { AudioPort } from "../audio/index.js";
import {
  type Agreement,
  type CallFacts,
  causeNumber,
  causeOfStatus,
  findCause,
  type Leg,
  type LegListener,
  mediaRecord,
  q850,
  statusOfCause,
  type Values,
} from "../channels/index.js";
import type { VideoPort } from "../conference/index.js";
import type { Media, MediaLeg } from "../media/index.js";
import { parseUri, type SipCall, type SipMessage } from "../sip/index.js";
import {
  ackVariables,
  endVariables,
  failureVariables,
  type ProfileFacts,
} from "./calls-variables.js";

/** DTMF-Duration counts samples of 8 kHz. */
const SAMPLES_PER_MS = 8;

export interface SipLegHouse {
  readonly media: Media;
  readonly profile: ProfileFacts;
  /** What codecs a call may use where the dialplan does not say. */
  readonly codecs: string;
  /** Milliseconds without sound after which a call is dead; 0 for never. */
  mediaTimeout(): number;
  log(text: string): void;
}

const videoPort = (media: MediaLeg): VideoPort => ({
  onPacket: (listener) => {
    media.on("video", listener);
    return () => media.off("video", listener);
  },
  send: (packet) => media.sendVideo(packet),
  requestKeyframe: () => media.requestKeyframe(),
  onKeyframeRequest: (listener) => {
    media.on("keyframe", listener);
    return () => media.off("keyframe", listener);
  },
});

/** How the stack says that a call is over. */
export interface Over {
  readonly by: "remote" | "local" | "stack";
  readonly status?: number;
  readonly q850?: number;
  readonly message?: SipMessage;
}

/** A SIP phone as a call has it: signalling by a SipCall, sound by a MediaLeg. */
export abstract class SipLeg implements Leg {
  readonly endpoint = "sofia";
  listener: LegListener | undefined;
  protected sip: SipCall | undefined;
  protected media: MediaLeg | undefined;
  #video: VideoPort | undefined;
  #closed = false;

  constructor(protected readonly house: SipLegHouse) {}

  get audio(): AudioPort | undefined {
    return this.media;
  }

  /** A call of ours knows only with the answer whether there is any. */
  get video(): VideoPort | undefined {
    const { media } = this;
    if (!media?.hasVideo) return undefined;
    this.#video ??= videoPort(media);
    return this.#video;
  }

  get videoCodec(): string | undefined {
    return this.media?.videoCodec;
  }

  get hasVideo(): boolean {
    return this.media?.hasVideo ?? false;
  }

  abstract firstVariables(facts: CallFacts): Values;
  abstract userVariables(own: Values): Values;
  abstract requestVariables(facts: CallFacts): Values;
  abstract agree(wanted: string | undefined): Promise<Agreement>;
  abstract ring(): void;
  abstract early(): Values;
  abstract answer(): Values;

  end(cause: string): Values {
    const { sip } = this;
    if (!sip || sip.state === "over") return [];
    const answered = sip.state === "confirmed";
    const disposition = answered ? "send_bye" : this.refusal;
    sip.end({ status: statusOfCause(cause), q850: q850(cause), text: cause });
    const failure = disposition === "send_cancel" ? failureVariables(487, "CANCEL") : [];
    return [["sip_hangup_disposition", disposition], ...failure];
  }

  /** How a call that is not answered is ended from here. */
  protected abstract readonly refusal: "send_refuse" | "send_cancel";

  close(): void {
    this.#closed = true;
    this.media?.close();
  }

  mediaRecord(answeredMs: number): Values {
    return mediaRecord(answeredMs);
  }

  sendDtmf(digits: string, durationMs?: number): void {
    this.media?.sendDtmf(digits, durationMs);
  }

  async hold(on: boolean): Promise<boolean> {
    const { sip, media } = this;
    if (!sip || !media || sip.state !== "confirmed") return false;
    try {
      await media.accept(await sip.reinvite(await media.reoffer({ hold: on })));
      return true;
    } catch (error) {
      this.house.log(`hold: ${String(error)}`);
      return false;
    }
  }

  protected takeMedia(media: MediaLeg): void {
    if (this.#closed) {
      media.close();
      return;
    }
    this.media = media;
    media.on("dtmf", (digit, ms) => this.listener?.digit(digit, "RTP", ms * SAMPLES_PER_MS));
    media.on("timeout", () => this.listener?.silent());
    media.on("hold", (held) => this.listener?.held(held));
  }

  protected takeSip(sip: SipCall): void {
    this.sip = sip;
    sip.onOffer = (offer) => this.#renegotiate(offer);
    sip.on("confirmed", (ack) => this.listener?.confirmed(ackVariables(ack)));
    sip.on("dtmf", (digit, ms) => this.listener?.digit(digit, "INFO", ms * SAMPLES_PER_MS));
    sip.on("refer", (target, replaces, tell) => {
      const extension = parseUri(target)?.user ?? "";
      const call = replaces?.split(";")[0];
      tell(this.listener?.refer({ extension, referTo: `<${target}>`, replaces: call }) ?? false);
    });
    sip.on("over", (end) => this.#over(end));
  }

  async #renegotiate(offer: string): Promise<string> {
    if (!this.media) throw new Error("No media yet");
    return await this.media.renegotiate(offer);
  }

  #over(end: Over): void {
    if (end.by === "local") return;
    const cause = this.causeOf(end);
    const status = end.status ?? (end.by === "remote" ? 200 : 408);
    const before = endVariables(status, causeNumber(cause));
    const agent = end.message?.get("User-Agent");
    this.listener?.ended(
      cause,
      [...before, ...this.failure(end)],
      [
        ...(agent ? ([["sip_user_agent", agent]] as const) : []),
        ["sip_hangup_disposition", this.disposition(end)],
      ],
    );
  }

  protected causeOf(end: Over): string {
    const told = end.q850 === undefined ? undefined : findCause(String(end.q850));
    if (told) return told;
    if (end.status !== undefined) return causeOfStatus(end.status);
    return end.by === "stack" ? "RECOVERY_ON_TIMER_EXPIRE" : "NORMAL_CLEARING";
  }

  protected abstract disposition(end: Over): string;
  protected abstract failure(end: Over): Values;
}
