import { createCodec } from "./codecs/index.js";
import { PlainMedia } from "./plain/index.js";
import { isWebrtc, parseSdp } from "./sdp/index.js";
import type { LegOptions, Media, MediaLeg } from "./types.js";
import type { Webrtc } from "./webrtc/index.js";

export interface MediaOptions {
  /** The address media comes to and goes from. */
  readonly address: string;
  /** What SDP says in its place, behind a NAT. */
  readonly externalAddress?: string | undefined;
  /** First and last UDP port (default 16384 to 32768, as FreeSWITCH). */
  readonly portRange?: readonly [number, number] | undefined;
  /** Milliseconds of a steady clock. */
  readonly now?: (() => number) | undefined;
}

const FREESWITCH_PORTS: readonly [number, number] = [16_384, 32_768];

class SwitchMedia implements Media {
  readonly #options: MediaOptions;
  readonly #plain: PlainMedia;
  #webrtc: Promise<Webrtc> | undefined;
  #loaded: Webrtc | undefined;

  constructor(options: MediaOptions) {
    this.#options = options;
    this.#plain = new PlainMedia({
      address: options.address,
      externalAddress: options.externalAddress,
      portRange: options.portRange ?? FREESWITCH_PORTS,
      now: options.now ?? (() => performance.now()),
    });
  }

  async answer(offer: string, options: LegOptions = {}): Promise<MediaLeg> {
    if (!isWebrtc(parseSdp(offer))) return this.#plain.answer(offer, options);
    return (await this.#loadWebrtc()).answer(offer, options);
  }

  async offer({
    webrtc,
    ...options
  }: LegOptions & { readonly webrtc: boolean }): Promise<MediaLeg> {
    return webrtc ? (await this.#loadWebrtc()).offer(options) : this.#plain.offer(options);
  }

  async expectBrowsers(): Promise<void> {
    await (await this.#loadWebrtc()).prepare();
    await createCodec("opus");
  }

  get legs(): number {
    return this.#plain.legs + (this.#loaded?.legs ?? 0);
  }

  async stop(): Promise<void> {
    this.#plain.stop();
    await (await this.#webrtc)?.stop();
  }

  /** A switch without browsers need not have DTLS in memory. */
  #loadWebrtc(): Promise<Webrtc> {
    const { address, externalAddress, portRange } = this.#options;
    this.#webrtc ??= import("./webrtc/index.js").then(({ createWebrtc }) => {
      this.#loaded = createWebrtc({ address, externalAddress, portRange });
      return this.#loaded;
    });
    return this.#webrtc;
  }
}

/** Makes the media of a switch. Sockets are opened by the legs. */
export const createMedia = (options: MediaOptions): Media => new SwitchMedia(options);
