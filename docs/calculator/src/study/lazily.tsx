import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Answer } from "../worker/protocol.js";

/** A part of the answer. */
export type Part = ComponentType<{ readonly answer: Answer }>;

/** How far below the screen a part is loaded. */
const NEAR = "400px";

/**
 * A part whose code is loaded when it comes near the screen.
 *
 * @param load - imports it.
 * @returns the part; an empty place until it is there.
 */
export function lazily(load: () => Promise<Part>): (props: { readonly answer: Answer }) => JSX.Element {
  const loaded = signal<{ readonly Part: Part } | null>(null);
  return function Lazy(props) {
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
      if (loaded.value !== null || place.current === null) return;
      const seen = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          seen.disconnect();
          void load().then((Part) => {
            loaded.value = { Part };
          });
        },
        { rootMargin: NEAR },
      );
      seen.observe(place.current);
      return () => seen.disconnect();
    }, []);
    return loaded.value === null ? <div ref={place} class="to-come" /> : <loaded.value.Part {...props} />;
  };
}
