import { useSignal } from "@preact/signals";
import type { FunctionComponent, JSX } from "preact";
import { useEffect } from "preact/hooks";

/** A part of the page whose code comes once it is shown: the first answer does not wait for it. */
export const lazily = <Props extends object>(load: () => Promise<FunctionComponent<Props>>) =>
  function Lazily(props: Props): JSX.Element {
    const loaded = useSignal<{ readonly View: FunctionComponent<Props> } | null>(null);
    useEffect(() => {
      void load().then((View) => {
        loaded.value = { View };
      });
    }, []);
    if (loaded.value === null) return <div class="study-space" />;
    const { View } = loaded.value;
    return <View {...props} />;
  };
