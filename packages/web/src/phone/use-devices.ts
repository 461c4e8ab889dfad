import { useCallback, useEffect, useState } from "react";
import {
  DEVICE_KINDS,
  type DeviceChoice,
  type DeviceKind,
  readDevices,
  storeDevice,
} from "./media.js";
import { usePhone } from "./provider.js";

export interface Device {
  readonly id: string;
  readonly label: string;
}

type Devices = Readonly<Record<DeviceKind, readonly Device[]>>;

const NONE: Devices = { microphone: [], speaker: [], camera: [] };
const KINDS: Readonly<Record<MediaDeviceKind, DeviceKind>> = {
  audioinput: "microphone",
  audiooutput: "speaker",
  videoinput: "camera",
};

/** What the browser tells of a device; nothing of it before it may be used. */
async function listDevices(): Promise<Devices> {
  const media = navigator.mediaDevices as MediaDevices | undefined;
  const found = (await media?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: DeviceKind) =>
    found
      .filter((device) => KINDS[device.kind] === kind && device.deviceId !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label: label || deviceId.slice(0, 8) }));
  return Object.fromEntries(DEVICE_KINDS.map((kind) => [kind, of(kind)])) as unknown as Devices;
}

/** The devices there are, those that are chosen, and how to choose. `refresh` once they may be used. */
export function useDevices() {
  const { ask } = usePhone();
  const [devices, setDevices] = useState(NONE);
  const [chosen, setChosen] = useState<DeviceChoice>(readDevices);
  const refresh = useCallback(() => void listDevices().then(setDevices), []);
  useEffect(() => {
    refresh();
    const media = navigator.mediaDevices as MediaDevices | undefined;
    media?.addEventListener("devicechange", refresh);
    return () => media?.removeEventListener("devicechange", refresh);
  }, [refresh]);
  const choose = (kind: DeviceKind, id: string) => {
    storeDevice(kind, id);
    setChosen(readDevices());
    ask(({ desk }) => desk.changeDevice(kind));
  };
  return { devices, chosen, choose, refresh };
}
