import { type Codec, MediaRefusedError } from "../types.js";
import {
  type Agreement,
  type AnsweredMedia,
  agreeOnAnswer,
  agreeOnOffer,
  offeredMedia,
  withHold,
} from "./agreement.js";
import { AudioStream, type AudioStreamOptions } from "./audio-stream.js";
import { describeCodec, OWN_PAYLOADS, type Preferences } from "./codec-choice.js";
import { type LocalIdentity, writeDescription } from "./local-description.js";
import { type RemoteDescription, readDescription } from "./remote-description.js";
import type { SecureTransport } from "./secure-transport.js";
import { VideoStream, type VideoStreamOptions } from "./video-stream.js";

export interface NegotiationOptions {
  readonly identity: LocalIdentity;
  readonly transport: SecureTransport;
  readonly preferences: Preferences;
  readonly video: boolean;
  readonly audioOptions: AudioStreamOptions;
  readonly videoOptions: VideoStreamOptions;
}

type Role = "client" | "server";

/** Offers and answers of one leg, and the streams they agree on. */
export class Negotiation {
  readonly #options: NegotiationOptions;
  #agreement: Agreement | undefined;
  #offered: readonly AnsweredMedia[] | undefined;
  #role: Role | undefined;
  #hold = false;
  #version = 0;
  localSdp = "";
  remoteSdp: string | undefined;
  audio: AudioStream | undefined;
  video: VideoStream | undefined;

  constructor(options: NegotiationOptions) {
    this.#options = options;
  }

  get identity(): LocalIdentity {
    return this.#options.identity;
  }

  get held(): boolean {
    return this.#agreement?.held ?? false;
  }

  /** Before an agreement: what we would like best. */
  get codec(): Codec {
    if (this.#agreement !== undefined) return describeCodec(this.#agreement.audio);
    const codec = this.#options.preferences.audio[0] ?? "PCMU";
    return describeCodec({ codec, payload: OWN_PAYLOADS[codec], events: undefined });
  }

  /** Takes an offer and writes our answer. Throws MediaRefusedError before anything has changed. */
  async answer(text: string): Promise<void> {
    const remote = readDescription(text);
    const agreement = agreeOnOffer(remote, this.#wishes);
    this.#checkOrder(agreement);
    await this.#prepareAudio(agreement);
    const role: Role =
      remote.setup === "actpass"
        ? (this.#role ?? "client")
        : remote.setup === "active"
          ? "server"
          : "client";
    this.#conclude(text, remote, agreement, role);
    this.#write(agreement.media, role === "client" ? "active" : "passive");
  }

  /** Writes a first offer. */
  offer(): void {
    this.#offered = offeredMedia(this.#wishes);
    this.#write(this.#offered, "actpass");
  }

  /** Writes another offer of what is agreed on. */
  reoffer(hold: boolean): string {
    if (this.#agreement === undefined) return this.localSdp;
    this.#hold = hold;
    this.#offered = withHold(this.#agreement.media, hold);
    this.#write(this.#offered, "actpass");
    return this.localSdp;
  }

  /** Takes the answer to our offer. */
  async accept(text: string): Promise<void> {
    const offered = this.#offered;
    if (offered === undefined)
      throw new MediaRefusedError("offer", "No offer waits for an answer.");
    const remote = readDescription(text);
    const agreement = agreeOnAnswer(remote, offered, this.#wishes);
    await this.#prepareAudio(agreement);
    const role: Role = remote.setup === "passive" ? "client" : (this.#role ?? "server");
    this.#offered = undefined;
    this.#conclude(text, remote, agreement, role);
  }

  get #wishes() {
    const { preferences, video } = this.#options;
    return { preferences, video, hold: this.#hold };
  }

  /** No m-line may go away or become another kind (RFC 3264 8). */
  #checkOrder(next: Agreement): void {
    const kindOf = (one: AnsweredMedia) => ("refused" in one ? one.refused.kind : one.kind);
    const before = this.#agreement?.media ?? [];
    const isKept = before.every((one, index) => {
      const now = next.media[index];
      return now !== undefined && kindOf(now) === kindOf(one);
    });
    if (!isKept) throw new MediaRefusedError("m", "The offer has lost media of the one before.");
  }

  async #prepareAudio(agreement: Agreement): Promise<void> {
    if (this.audio !== undefined) await this.audio.change(agreement.audio);
    else this.audio = await AudioStream.create(agreement.audio, this.#options.audioOptions);
  }

  #conclude(text: string, remote: RemoteDescription, agreement: Agreement, role: Role): void {
    this.#agreement = agreement;
    this.#role = role;
    this.remoteSdp = text;
    if (this.audio !== undefined) this.audio.isMuted = agreement.held;
    this.#changeVideo(agreement);
    const { ufrag, fingerprints } = remote;
    this.#options.transport.setRemote({ ufrag, fingerprints, role });
  }

  #changeVideo(agreement: Agreement): void {
    if (agreement.video === undefined) {
      this.video = undefined;
      return;
    }
    if (this.video === undefined) {
      this.video = new VideoStream(agreement.video, this.#options.videoOptions);
    } else {
      this.video.change(agreement.video);
    }
    this.video.isSending = agreement.sendsVideo;
  }

  #write(media: readonly AnsweredMedia[], setup: "actpass" | "active" | "passive"): void {
    this.#version += 1;
    const { credentials } = this.#options.transport;
    const description = { version: this.#version, credentials, setup, media };
    this.localSdp = writeDescription(this.#options.identity, description);
  }
}
