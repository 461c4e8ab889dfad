import type { Trouble } from "./types.js";

export const DEVICE_KINDS = ["microphone", "speaker", "camera"] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];
export type DeviceChoice = Readonly<Partial<Record<DeviceKind, string>>>;

const KEY = "parley.phone.devices";

export function readDevices(storage: Pick<Storage, "getItem"> = localStorage): DeviceChoice {
  try {
    return JSON.parse(storage.getItem(KEY) ?? "{}") as DeviceChoice;
  } catch {
    return {};
  }
}

export function storeDevice(kind: DeviceKind, id: string): void {
  localStorage.setItem(KEY, JSON.stringify({ ...readDevices(), [kind]: id }));
}

/** No device, or none that may be used. */
export class MediaError extends Error {
  constructor(
    readonly trouble: Trouble,
    cause: unknown,
  ) {
    super(trouble, { cause });
    this.name = "MediaError";
  }
}

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { max: 30 } } as const;

/**
 * A track of the chosen device, or of the browser's own choice where that one is gone.
 * @throws MediaError
 */
export async function openTrack(kind: "microphone" | "camera"): Promise<MediaStreamTrack> {
  const deviceId = readDevices()[kind];
  const wanted = {
    ...(deviceId ? { deviceId: { ideal: deviceId } } : {}),
    ...(kind === "camera" ? VIDEO : {}),
  };
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (!media) throw new MediaError("insecure page", undefined);
  try {
    const name = kind === "camera" ? "video" : "audio";
    const stream = await media.getUserMedia({ [name]: wanted });
    const [track] = stream.getTracks();
    if (!track) throw new DOMException("no track", "NotFoundError");
    return track;
  } catch (error) {
    throw new MediaError(troubleOf(kind, error), error);
  }
}

/** What getUserMedia's refusal means (W3C Media Capture, 10.2). */
export function troubleOf(kind: "microphone" | "camera", error: unknown): Trouble {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return `${kind} denied`;
  if (name === "NotFoundError" || name === "OverconstrainedError") return `no ${kind}`;
  return `${kind} in use`;
}
