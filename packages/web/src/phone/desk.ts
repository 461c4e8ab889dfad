import { CallBook } from "./call-book.js";
import { isLive, othersToHold } from "./calls.js";
import { dialNumber } from "./dial-number.js";
import type { EngineCall, PhoneEngine } from "./engine.js";
import { MediaError, openTrack } from "./media.js";
import { Speakers } from "./speakers.js";
import type { PhoneStore } from "./store.js";
import type { CallEnd, DialOptions, Trouble } from "./types.js";

const READY_MS = 6000;

interface Handset {
  engineCall: EngineCall | undefined;
  audio: MediaStreamTrack | undefined;
  video: MediaStreamTrack | undefined;
}

/** Makes, takes and changes calls; what comes of it stands in the store. */
export class Desk {
  readonly #book: CallBook;
  readonly #engine: (withinMs: number) => Promise<PhoneEngine | undefined>;
  readonly #handsets = new Map<string, Handset>();
  readonly #speakers = new Speakers();
  #serial = 0;

  constructor(store: PhoneStore, engine: (withinMs: number) => Promise<PhoneEngine | undefined>) {
    this.#book = new CallBook(store);
    this.#engine = engine;
  }

  async dial(typed: string, name = "", options: DialOptions = {}): Promise<void> {
    const { video = false, listening = false } = options;
    const number = dialNumber(typed);
    const id = this.#newId();
    this.#book.happened({
      ...{ type: "dialled", id, at: Date.now(), number: number ?? typed, name, video, listening },
    });
    if (number === undefined) return this.#ended(id, "not found");
    const handset = this.#handset(id);
    try {
      await this.#holdOthers(id);
      if (!listening) handset.audio = await this.#open(id, "microphone");
      if (video) handset.video = await this.#camera(id);
      const engine = await this.#engine(READY_MS);
      if (!this.#book.isLive(id)) return this.#release(id);
      if (!engine) return this.#ended(id, "not registered");
      const { audio, video: pictures } = handset;
      this.#adopt(id, engine.dial(number, { audio, video: pictures }));
      this.#book.happened({ type: "sent", id });
    } catch (error) {
      this.#ended(id, error instanceof MediaError ? asEnd(error.trouble) : "failed");
    }
  }

  incoming(engineCall: EngineCall): void {
    const id = this.#newId();
    const { number, name, offersVideo } = engineCall;
    this.#handset(id);
    this.#book.happened({ type: "came", id, at: Date.now(), number, name, offersVideo });
    this.#adopt(id, engineCall);
  }

  async answer(id: string, { video = false, listening = false }: DialOptions = {}): Promise<void> {
    const handset = this.#handsets.get(id);
    if (!handset) return;
    this.#book.trouble(undefined);
    try {
      if (!listening) handset.audio = await this.#open(id, "microphone");
      if (video) handset.video = await this.#camera(id);
      await this.#holdOthers(id);
      if (!this.#book.isLive(id)) return this.#release(id);
      handset.engineCall?.answer(handset);
      this.#book.change(id, { listening, video: handset.video !== undefined });
    } catch (error) {
      this.#book.trouble(error instanceof MediaError ? error.trouble : "refused");
    }
  }

  end(id: string): void {
    const engineCall = this.#handsets.get(id)?.engineCall;
    if (engineCall) engineCall.end();
    else this.#ended(id, "cancelled");
  }

  mute(id: string, muted: boolean): void {
    this.#handsets.get(id)?.engineCall?.mute(muted);
    this.#book.change(id, { muted });
  }

  digit(id: string, digit: string): void {
    this.#handsets.get(id)?.engineCall?.digit(digit);
  }

  /** Going on with a held call holds the one that was heard. */
  async hold(id: string, held: boolean): Promise<void> {
    if (!held) await this.#holdOthers(id);
    await this.#ask(id, "hold", async ({ engineCall }) => {
      await engineCall?.hold(held);
      this.#book.change(id, { held });
      this.#speakers.silence(id, held);
    });
  }

  async video(id: string, on: boolean): Promise<void> {
    await this.#ask(id, "video", async (handset) => {
      const before = handset.video;
      const track = on ? await this.#open(id, "camera") : undefined;
      handset.video = track;
      this.#book.showOwn(id, track);
      before?.stop();
      try {
        await handset.engineCall?.send("video", track);
        this.#book.change(id, { video: on });
      } catch (error) {
        track?.stop();
        handset.video = undefined;
        this.#book.showOwn(id, undefined);
        throw error;
      }
    });
  }

  /** A call that only listens begins to speak. */
  async speak(id: string): Promise<void> {
    await this.#ask(id, "hold", async (handset) => {
      handset.audio = await this.#open(id, "microphone");
      await handset.engineCall?.send("audio", handset.audio);
      this.#book.change(id, { listening: false, muted: false });
    });
  }

  /** Another device was chosen: calls go on with it. */
  async changeDevice(kind: "microphone" | "speaker" | "camera"): Promise<void> {
    if (kind === "speaker") return this.#speakers.redirect();
    const name = kind === "camera" ? "video" : "audio";
    for (const [id, handset] of this.#handsets) {
      const before = handset[name];
      if (!before) continue;
      await this.#attempt(async () => {
        const track = await openTrack(kind);
        track.enabled = before.enabled;
        await handset.engineCall?.send(name, track);
        before.stop();
        handset[name] = track;
        if (kind === "camera") this.#book.showOwn(id, track);
      });
    }
  }

  /** Calls look for a new way after the network was lost. */
  async recover(): Promise<void> {
    for (const { id, state } of this.#book.calls)
      if (state === "active")
        await this.#handsets
          .get(id)
          ?.engineCall?.recover()
          .catch(() => undefined);
  }

  dismiss(id: string): void {
    this.#book.happened({ type: "dismissed", id });
  }

  idle(): boolean {
    return !this.#book.calls.some(isLive);
  }

  connection(id: string): RTCPeerConnection | undefined {
    return this.#handsets.get(id)?.engineCall?.connection();
  }

  endAll(): void {
    for (const id of [...this.#handsets.keys()]) this.end(id);
  }

  #newId(): string {
    this.#serial += 1;
    return `${Date.now().toString(36)}-${this.#serial}`;
  }

  #handset(id: string): Handset {
    const handset = { engineCall: undefined, audio: undefined, video: undefined };
    this.#handsets.set(id, handset);
    return handset;
  }

  #adopt(id: string, engineCall: EngineCall): void {
    const handset = this.#handsets.get(id);
    if (handset) handset.engineCall = engineCall;
    engineCall.listen({
      onRinging: (early) => this.#book.happened({ type: "rang", id, early }),
      onAnswered: () => this.#book.happened({ type: "answered", id, at: Date.now() }),
      onEnded: (end) => this.#ended(id, end),
      onRemoteHold: (remoteHeld) => this.#book.change(id, { remoteHeld }),
      onRemoteTracks: (stream) => this.#heard(id, stream),
    });
  }

  #heard(id: string, stream: MediaStream): void {
    this.#speakers.play(id, stream);
    this.#book.heard(id, stream);
  }

  async #open(id: string, kind: "microphone" | "camera"): Promise<MediaStreamTrack> {
    const track = await openTrack(kind);
    // Unplugged: the browser's next choice, and a word where there is none.
    track.addEventListener("ended", () => {
      if (this.#book.isLive(id)) void this.changeDevice(kind);
    });
    return track;
  }

  /** A call that was to have pictures goes on without where there is no camera. */
  async #camera(id: string): Promise<MediaStreamTrack | undefined> {
    try {
      const track = await this.#open(id, "camera");
      this.#book.showOwn(id, track);
      return track;
    } catch (error) {
      this.#book.trouble(error instanceof MediaError ? error.trouble : "refused");
      this.#book.change(id, { video: false });
      return undefined;
    }
  }

  async #holdOthers(id: string): Promise<void> {
    const others = othersToHold(this.#book.calls, id);
    await Promise.all(others.map((call) => this.hold(call.id, true)));
  }

  async #ask(id: string, pending: "hold" | "video", act: (handset: Handset) => Promise<void>) {
    const handset = this.#handsets.get(id);
    const call = this.#book.calls.find((each) => each.id === id);
    if (!handset || call?.state !== "active" || call.pending !== undefined) return;
    this.#book.happened({ type: "asked", id, pending });
    await this.#attempt(() => act(handset));
    this.#book.happened({ type: "asked", id, pending: undefined });
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    this.#book.trouble(undefined);
    try {
      await act();
    } catch (error) {
      const network = error instanceof Error && "network" in error && error.network === true;
      const refused = network ? "no network" : "refused";
      this.#book.trouble(error instanceof MediaError ? error.trouble : refused);
    }
  }

  #ended(id: string, end: CallEnd): void {
    this.#release(id);
    this.#book.happened({ type: "ended", id, at: Date.now(), end });
  }

  #release(id: string): void {
    const handset = this.#handsets.get(id);
    this.#handsets.delete(id);
    handset?.audio?.stop();
    handset?.video?.stop();
    this.#speakers.end(id);
    this.#book.forget(id);
  }
}

const asEnd = (trouble: Trouble): CallEnd =>
  trouble === "microphone denied" ||
  trouble === "no microphone" ||
  trouble === "microphone in use" ||
  trouble === "insecure page"
    ? trouble
    : "failed";
