import { readDevices } from "./media.js";

/** Plays what comes in, one element per call; Chromium decodes only what an element plays. */
export class Speakers {
  readonly #elements = new Map<string, HTMLAudioElement>();

  play(call: string, stream: MediaStream): void {
    const element = this.#elements.get(call) ?? new Audio();
    this.#elements.set(call, element);
    if (element.srcObject === stream) return;
    element.srcObject = stream;
    element.autoplay = true;
    void this.#direct(element);
    // Without a gesture on the page the browser may refuse; one that follows starts it.
    element.play().catch(() => {
      addEventListener("pointerdown", () => void element.play().catch(() => undefined), {
        once: true,
      });
    });
  }

  /** A held call is not heard. */
  silence(call: string, silent: boolean): void {
    const element = this.#elements.get(call);
    if (element) element.muted = silent;
  }

  end(call: string): void {
    const element = this.#elements.get(call);
    if (element) element.srcObject = null;
    this.#elements.delete(call);
  }

  /** The chosen speaker is another one. */
  async redirect(): Promise<void> {
    await Promise.all([...this.#elements.values()].map((element) => this.#direct(element)));
  }

  async #direct(element: HTMLAudioElement): Promise<void> {
    const { speaker } = readDevices();
    if (!("setSinkId" in element) || speaker === undefined) return;
    // A device that is gone: the browser's own choice is heard.
    await element.setSinkId(speaker).catch(() => undefined);
  }
}

export const canChooseSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;
