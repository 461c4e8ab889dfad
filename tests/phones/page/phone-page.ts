/// <reference lib="dom" />
import JsSIP from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession.js";
import type { IncomingRTCSessionEvent, OutgoingRTCSessionEvent } from "jssip/lib/UA.js";
import { levelAt } from "../harness/sound.js";

/** What a page's phone is told when it starts. */
export interface PageOptions {
  readonly wsUrl: string;
  readonly user: string;
  readonly domain: string;
  readonly password: string;
  /** Hertz of its voice; the browser's own fake microphone unless given. */
  readonly tone?: number;
  /** How loud that is, of full scale. */
  readonly amplitude?: number;
  /** Answers whoever calls. */
  readonly answers?: boolean;
  /** Hertz that are listened for. */
  readonly listensFor: readonly number[];
  /** Says good-bye when the page goes away, as a careful application does. */
  readonly polite?: boolean;
}

/** How loud each frequency was at one moment; `at` is milliseconds since 1970. */
export interface Sample {
  readonly at: number;
  readonly levels: readonly number[];
}

export interface PageEvent {
  readonly at: number;
  readonly name: string;
  readonly detail?: string;
}

const WINDOW = 1024;
const KEPT = 4000;
const EVERY_MS = 5;
const now = () => performance.timeOrigin + performance.now();

class PagePhone {
  readonly samples: Sample[] = [];
  readonly events: PageEvent[] = [];
  readonly #audio = new AudioContext({ sampleRate: 48_000 });
  readonly #analyser = this.#audio.createAnalyser();
  readonly #heard = new Audio();
  #options: PageOptions | undefined;
  #ua: JsSIP.UA | undefined;
  #voice: MediaStream | undefined;
  #oscillator: OscillatorNode | undefined;
  #session: RTCSession | undefined;

  async start(options: PageOptions): Promise<void> {
    this.#options = options;
    await this.#audio.resume();
    // Only a page that may use the microphone is given addresses instead of mDNS names.
    const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    this.#voice = options.tone === undefined ? microphone : this.#sing(options);
    this.#listen(options.listensFor);
    const ua = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(options.wsUrl)],
      uri: `sip:${options.user}@${options.domain}`,
      password: options.password,
      register_expires: 120,
      session_timers: true,
    });
    this.#ua = ua;
    ua.on("newRTCSession", (event: IncomingRTCSessionEvent | OutgoingRTCSessionEvent) =>
      this.#take(event.session, event.originator),
    );
    ua.on("disconnected", () => this.#tell("disconnected"));
    if (options.polite) addEventListener("pagehide", () => ua.stop());
    await new Promise<void>((resolve, reject) => {
      ua.on("registered", () => resolve());
      ua.on("registrationFailed", ({ cause, response }) =>
        reject(new Error(`registration failed: ${response?.status_code ?? ""} ${cause}`)),
      );
      ua.start();
    });
  }

  /** Calls a number; resolves when it is answered, rejects with `status cause` when it is not. */
  call(target: string): Promise<void> {
    const session = this.#ua!.call(`sip:${target}@${this.#options!.domain}`, this.#media());
    return new Promise((resolve, reject) => {
      session.on("confirmed", () => resolve());
      session.on("failed", ({ cause, message }) =>
        reject(
          new Error(
            `${(message as { status_code?: number } | null)?.status_code ?? ""} ${String(cause)}`,
          ),
        ),
      );
    });
  }

  hangup(): void {
    this.#session?.terminate();
  }

  refuse(): void {
    this.#session?.terminate({ status_code: 486 });
  }

  dtmf(digits: string, way: "RFC2833" | "INFO"): void {
    const transportType =
      way === "INFO" ? JsSIP.C.DTMF_TRANSPORT.INFO : JsSIP.C.DTMF_TRANSPORT.RFC2833;
    this.#session!.sendDTMF(digits, { transportType, duration: 120, interToneGap: 100 });
  }

  async hold(held: boolean): Promise<void> {
    const session = this.#session!;
    await new Promise<void>((resolve, reject) => {
      const sent = held ? session.hold({}, resolve) : session.unhold({}, resolve);
      if (!sent) reject(new Error("the session is busy"));
    });
  }

  async reinvite(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (!this.#session!.renegotiate({}, resolve)) reject(new Error("the session is busy"));
    });
  }

  /** Mutes this phone's own voice. */
  mute(muted: boolean): void {
    if (muted) this.#session!.mute({ audio: true });
    else this.#session!.unmute({ audio: true });
  }

  /** Another pitch from now on. */
  sing(hz: number): void {
    this.#oscillator!.frequency.value = hz;
  }

  get established(): boolean {
    return this.#session?.isEstablished() ?? false;
  }

  async codec(): Promise<string> {
    const stats = await this.#session!.connection.getStats();
    const all = [...stats.values()] as Record<string, string>[];
    const inbound = all.find(({ type }) => type === "inbound-rtp");
    return all.find(({ id }) => id === inbound?.["codecId"])?.["mimeType"] ?? "";
  }

  #media() {
    return {
      mediaStream: this.#voice!,
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: [] },
      // The switch refuses less than its minimum with 422, which JsSIP takes for the end (its default is 90).
      sessionTimersExpires: 180,
    };
  }

  #take(session: RTCSession, originator: string): void {
    this.#session = session;
    session.on("progress", () => this.#tell("progress"));
    session.on("confirmed", () => this.#tell("confirmed"));
    session.on("ended", ({ cause }) => this.#tell("ended", String(cause)));
    session.on("failed", ({ cause }) => this.#tell("failed", String(cause)));
    session.on("hold", ({ originator: by }) => this.#tell("hold", by));
    session.on("unhold", ({ originator: by }) => this.#tell("unhold", by));
    session.on("peerconnection", ({ peerconnection }) => this.#hear(peerconnection));
    if (session.connection) this.#hear(session.connection);
    if (originator !== "remote") return;
    this.#tell("incoming", session.remote_identity.uri.user);
    if (this.#options!.answers) session.answer(this.#media());
  }

  #hear(connection: RTCPeerConnection): void {
    connection.addEventListener("track", ({ track, streams }) => {
      const stream = streams[0] ?? new MediaStream([track]);
      // Chromium decodes only what an element plays (crbug.com/933677).
      this.#heard.srcObject = stream;
      this.#heard.play().catch((error: unknown) => this.#tell("play", String(error)));
      this.#audio.createMediaStreamSource(stream).connect(this.#analyser);
    });
  }

  #sing({ tone, amplitude = 0.3 }: PageOptions): MediaStream {
    const oscillator = this.#audio.createOscillator();
    const gain = this.#audio.createGain();
    const out = this.#audio.createMediaStreamDestination();
    oscillator.frequency.value = tone ?? 0;
    gain.gain.value = amplitude;
    oscillator.connect(gain).connect(out);
    oscillator.start();
    this.#oscillator = oscillator;
    return out.stream;
  }

  #listen(hertz: readonly number[]): void {
    this.#analyser.fftSize = WINDOW;
    const block = new Float32Array(WINDOW);
    setInterval(() => {
      this.#analyser.getFloatTimeDomainData(block);
      const levels = hertz.map((hz) => levelAt(block, this.#audio.sampleRate, hz));
      this.samples.push({ at: now(), levels });
      if (this.samples.length > KEPT) this.samples.shift();
    }, EVERY_MS);
  }

  #tell(name: string, detail?: string): void {
    this.events.push({ at: now(), name, ...(detail !== undefined && { detail }) });
  }
}

declare global {
  interface Window {
    phone: PagePhone;
  }
}
window.phone = new PagePhone();

export type { PagePhone };
