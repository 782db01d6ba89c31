import { useSignal } from "@preact/signals";
import type { FunctionComponent, JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { Answer } from "../worker/protocol.js";

type View = FunctionComponent<{ readonly answer: Answer }>;

/** A part of the page whose code comes once there is an answer: the first one does not wait for it. */
export const lazily = (load: () => Promise<View>) =>
  function Lazily({ answer }: { readonly answer: Answer }): JSX.Element {
    const loaded = useSignal<{ readonly View: View } | null>(null);
    useEffect(() => {
      void load().then((View) => {
        loaded.value = { View };
      });
    }, []);
    if (loaded.value === null) return <div class="study-space" />;
    const { View } = loaded.value;
    return <View answer={answer} />;
  };
