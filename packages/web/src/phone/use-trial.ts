import { useEffect, useRef, useState } from "react";
import { MediaError, openTrack } from "./media.js";
import type { Trouble } from "./types.js";

/** A device that is opened to be tried, and closed again with the component. */
export function useTrial(kind: "microphone" | "camera", onOpened: () => void) {
  const [stream, setStream] = useState<MediaStream>();
  const [trouble, setTrouble] = useState<Trouble>();
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  useEffect(() => () => stop(stream), [stream]);
  const toggle = async () => {
    setTrouble(undefined);
    if (stream) return setStream(undefined);
    try {
      const track = await openTrack(kind);
      if (gone.current) return track.stop();
      setStream(new MediaStream([track]));
      onOpened();
    } catch (error) {
      setTrouble(error instanceof MediaError ? error.trouble : `${kind} in use`);
    }
  };
  return { stream, trouble, toggle: () => void toggle() };
}

function stop(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
