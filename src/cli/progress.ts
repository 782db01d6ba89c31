import type { SingleBar } from "cli-progress";
import type { CommandLanguage } from "./language/command-language.js";

/** What is over sooner needs no bar. */
const PATIENCE_MILLISECONDS = 500;

/** A bar on the error output, which leaves the answer alone. */
export interface Progress {
  readonly update: (done: number, total: number) => void;
  readonly stop: () => void;
}

/** A progress bar on a terminal; nothing in a pipe. */
export async function progress(label: string, { words }: CommandLanguage): Promise<Progress> {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const { Presets, SingleBar } = await import("cli-progress");
  const begun = Date.now();
  let bar: SingleBar | undefined;
  return {
    update: (done, total) => {
      if (bar === undefined && Date.now() - begun > PATIENCE_MILLISECONDS) {
        bar = new SingleBar(
          {
            format: `${label} {bar} {percentage} %  {eta} ${words.secondsLeft}`,
            barsize: 30,
            stream: process.stderr,
            clearOnComplete: true,
            hideCursor: true,
          },
          Presets.shades_classic,
        );
        bar.start(total, done);
      }
      bar?.update(done);
    },
    stop: () => bar?.stop(),
  };
}
