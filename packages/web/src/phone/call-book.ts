import { type CallEvent, happened, isLive } from "./calls.js";
import { type PhoneStore, withEntry } from "./store.js";
import type { Call, Trouble } from "./types.js";

/** What of calls stands in the store, for everybody to see: written here alone. */
export class CallBook {
  readonly #store: PhoneStore;

  constructor(store: PhoneStore) {
    this.#store = store;
  }

  get calls(): readonly Call[] {
    return this.#store.getState().calls;
  }

  isLive(id: string): boolean {
    return this.calls.some((call) => call.id === id && isLive(call));
  }

  happened(event: CallEvent): void {
    this.#store.setState(({ calls }) => ({ calls: happened(calls, event) }));
  }

  change(id: string, change: Extract<CallEvent, { type: "changed" }>["change"]): void {
    this.happened({ type: "changed", id, change });
  }

  trouble(trouble: Trouble | undefined): void {
    this.#store.setState({ trouble });
  }

  heard(id: string, stream: MediaStream): void {
    const remoteVideo = stream
      .getVideoTracks()
      .some(({ muted, readyState }) => !muted && readyState === "live");
    this.change(id, { remoteVideo });
    this.#store.setState(({ remoteStreams }) => ({
      remoteStreams: withEntry(remoteStreams, id, stream),
    }));
  }

  showOwn(id: string, track: MediaStreamTrack | undefined): void {
    const stream = track && new MediaStream([track]);
    this.#store.setState(({ ownVideo }) => ({ ownVideo: withEntry(ownVideo, id, stream) }));
  }

  /** Sound, pictures and quality of a call that is over; the call itself stays to be read. */
  forget(id: string): void {
    this.#store.setState(({ remoteStreams, ownVideo, quality }) => ({
      remoteStreams: withEntry(remoteStreams, id, undefined),
      ownVideo: withEntry(ownVideo, id, undefined),
      quality: withEntry(quality, id, undefined),
    }));
  }
}
