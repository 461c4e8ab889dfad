import { type RefObject, useCallback, useEffect, useRef } from "react";

/** So near to the end that somebody who looks there wants to see what comes. */
const NEAR_PX = 40;

/** Keeps a scrolling element at its end when something is added, unless somebody has scrolled away from there. */
export function useTail(last: unknown): {
  readonly ref: RefObject<HTMLElement | null>;
  readonly onScroll: () => void;
} {
  const ref = useRef<HTMLElement>(null);
  const following = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the addition that calls for it
  useEffect(() => {
    const element = ref.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [last]);
  const onScroll = useCallback(() => {
    const element = ref.current;
    if (!element) return;
    const below = element.scrollHeight - element.clientHeight - element.scrollTop;
    following.current = below <= NEAR_PX;
  }, []);
  return { ref, onScroll };
}
