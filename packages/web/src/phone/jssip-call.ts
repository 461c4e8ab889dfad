import JsSIP from "jssip";
import type { EndEvent, RTCSession } from "jssip/lib/RTCSession.js";
import { callEnd } from "./call-end.js";
import type { CallEvents, CallMedia, EngineCall } from "./engine.js";
import { hasVideo, withAddresses, withCodecs } from "./sdp.js";

const DIGIT_MS = 120;
const DIGIT_GAP_MS = 70;
/** Candidates that need longer (a STUN server that does not answer) are not waited for. */
const CANDIDATES_MS = 1200;
const SESSION_SECONDS = 180;

/** The switch asks for another try, as both sides asked for something at once or JsSIP is not done yet. */
const READY_MS = 4000;
const LOOK_MS = 50;

export interface CallSettings {
  readonly iceServers: RTCIceServer[];
  readonly codecs: readonly string[];
  readonly connected: () => boolean;
}

/** The switch, the browser or the network did not let a call be changed. */
export class RefusedError extends Error {
  constructor(
    message: string,
    readonly network = false,
  ) {
    super(message);
    this.name = "RefusedError";
  }
}

/** JsSIP's options for a call with this media. */
export function callOptions({ audio, video }: CallMedia, { iceServers }: CallSettings) {
  const tracks = [audio, video].filter((track) => track !== undefined);
  return {
    ...(tracks.length > 0 && { mediaStream: new MediaStream(tracks) }),
    mediaConstraints: { audio: audio !== undefined, video: video !== undefined },
    pcConfig: { iceServers },
    // FreeSWITCH refuses less than its minimum with 422, which JsSIP takes for the end (its default is 90).
    sessionTimersExpires: SESSION_SECONDS,
  };
}

/**
 * Sound and pictures stand in the first offer, whatever is sent: FreeSWITCH brings no pictures into a call that began
 * without (it never asks the other side of the bridge), and who has no camera or microphone still sees and hears.
 */
export const offerBoth = {
  peerconnection: ({ peerconnection }: { peerconnection: RTCPeerConnection }) => {
    for (const kind of ["audio", "video"])
      peerconnection.addTransceiver(kind, { direction: "recvonly" });
  },
};

export class JsSipCall implements EngineCall {
  readonly number: string;
  readonly name: string;
  readonly offersVideo: boolean;
  readonly #session: RTCSession;
  readonly #settings: CallSettings;
  readonly #remote = new MediaStream();
  #events: CallEvents | undefined;
  #answered = false;
  /** Fails the change that is under way. */
  #abandon: (() => void) | undefined;

  constructor(session: RTCSession, settings: CallSettings, offer?: string) {
    this.#session = session;
    this.#settings = settings;
    const { uri, display_name } = session.remote_identity;
    this.number = decode(String(uri.user ?? ""));
    this.name = display_name ? String(display_name) : "";
    this.offersVideo = offer !== undefined && hasVideo(offer);
    this.#watchSession();
    this.#watchConnection(session.connection);
  }

  readonly connection = (): RTCPeerConnection | undefined => this.#session.connection ?? undefined;

  listen(events: CallEvents): void {
    this.#events = events;
  }

  answer(media: CallMedia): void {
    this.#session.answer(callOptions(media, this.#settings));
  }

  end(): void {
    const session = this.#session;
    if (session.isEnded()) return;
    const refused = session.direction === "incoming" && session.isInProgress();
    session.terminate(refused ? { status_code: 486, reason_phrase: "Busy Here" } : {});
  }

  digit(digit: string): void {
    const sender = this.#session.connection.getSenders().find(({ dtmf }) => dtmf !== null);
    const { INFO, RFC2833 } = JsSIP.C.DTMF_TRANSPORT;
    // Without a microphone, or without telephone-event in the answer, no packet can carry it.
    const transportType = sender?.dtmf?.canInsertDTMF ? RFC2833 : INFO;
    this.#session.sendDTMF(digit, {
      transportType,
      duration: DIGIT_MS,
      interToneGap: DIGIT_GAP_MS,
    });
  }

  mute(muted: boolean): void {
    if (muted) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
  }

  hold(held: boolean): Promise<void> {
    if (this.#session.isOnHold().local === held) return Promise.resolve();
    return this.#change((done) =>
      held ? this.#session.hold({}, done) : this.#session.unhold({}, done),
    );
  }

  async send(kind: "audio" | "video", track: MediaStreamTrack | undefined): Promise<void> {
    const connection = this.#session.connection;
    const transceiver = connection
      .getTransceivers()
      .find(({ receiver, direction }) => receiver.track.kind === kind && direction !== "stopped");
    const before = transceiver?.direction;
    if (!transceiver) {
      if (!track) return;
      connection.addTrack(track, new MediaStream([track]));
    } else {
      await transceiver.sender.replaceTrack(track ?? null);
      transceiver.direction = track ? "sendrecv" : "recvonly";
      if (transceiver.direction === before) return;
    }
    await this.#change((done) => this.#session.renegotiate({}, done));
    if (track && !sends(connection, track)) throw new RefusedError(`no ${kind} is taken`);
  }

  recover(): Promise<void> {
    return this.#change((done) =>
      this.#session.renegotiate({ rtcOfferConstraints: { iceRestart: true } }, done),
    );
  }

  /** Asks the other side for a change; JsSIP ends the call when it is refused. */
  async #change(ask: (done: () => void) => boolean): Promise<void> {
    const session = this.#session;
    const deadline = Date.now() + READY_MS;
    while (!session.isReadyToReOffer()) {
      if (session.isEnded() || Date.now() > deadline) throw new RefusedError("the call is busy");
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    // What is sent into a lost connection ends the call.
    if (!this.#settings.connected()) throw new RefusedError("no connection to the switch", true);
    await new Promise<void>((resolve, reject) => {
      this.#abandon = () => reject(new RefusedError("the call has ended"));
      if (!ask(resolve)) reject(new RefusedError("the call is busy"));
    });
  }

  #watchSession(): void {
    const session = this.#session;
    session.on("peerconnection", ({ peerconnection }) => this.#watchConnection(peerconnection));
    session.on("sdp", (event) => {
      if (event.originator === "local")
        event.sdp = withAddresses(withCodecs(event.sdp, this.#settings.codecs));
    });
    let hurry: ReturnType<typeof setTimeout> | undefined;
    session.on("icecandidate", ({ ready }) => {
      clearTimeout(hurry);
      hurry = setTimeout(ready, CANDIDATES_MS);
    });
    session.on("progress", (event: object) => {
      const response = "response" in event ? (event.response as { body?: string } | null) : null;
      if (session.direction === "outgoing") this.#events?.onRinging(Boolean(response?.body));
    });
    session.on("accepted", () => {
      this.#answered = true;
      this.#events?.onAnswered();
    });
    session.on("hold", ({ originator }) => {
      if (originator === "remote") this.#events?.onRemoteHold(true);
    });
    session.on("unhold", ({ originator }) => {
      if (originator === "remote") this.#events?.onRemoteHold(false);
    });
    session.on("ended", (event) => this.#ended(event));
    session.on("failed", (event) => this.#ended(event));
  }

  #ended({ cause, originator, message }: EndEvent): void {
    const response = message as { status_code?: number; getHeader?(name: string): string } | null;
    const events = this.#events;
    this.#events = undefined;
    this.#abandon?.();
    events?.onEnded(
      callEnd({
        cause,
        originator,
        status: response?.status_code,
        reason: response?.getHeader?.("Reason"),
        incoming: this.#session.direction === "incoming",
        answered: this.#answered,
      }),
    );
  }

  #watchConnection(connection: RTCPeerConnection | null | undefined): void {
    const tell = () => this.#events?.onRemoteTracks(this.#remote);
    connection?.addEventListener("track", ({ track }) => {
      for (const old of this.#remote.getTracks())
        if (old.kind === track.kind && old !== track) this.#remote.removeTrack(old);
      this.#remote.addTrack(track);
      for (const name of ["mute", "unmute", "ended"]) track.addEventListener(name, tell);
      tell();
    });
  }
}

const sends = (connection: RTCPeerConnection, track: MediaStreamTrack): boolean =>
  connection
    .getTransceivers()
    .some(
      ({ sender, currentDirection }) =>
        sender.track === track && (currentDirection ?? "").startsWith("send"),
    );

/** `%23` is `#`; what is no such code stays as it came. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
