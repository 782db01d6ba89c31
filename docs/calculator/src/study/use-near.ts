import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** How far below the screen a place is near it. */
const NEAR = "300px";

/** Whether a place came near the screen: what takes long need not begin before. */
export function useNear<Of extends Element>(): { readonly place: RefObject<Of | null>; readonly isNear: boolean } {
  const place = useRef<Of>(null);
  const isNear = useSignal(false);
  useEffect(() => {
    if (place.current === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        isNear.value = true;
        observer.disconnect();
      },
      { rootMargin: NEAR },
    );
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  return { place, isNear: isNear.value };
}
