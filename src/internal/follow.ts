import { InfrascaleError } from "../errors.js";
import { checkBoolean, checkFunction, checkObject, optional } from "./check.js";
import { valueRule } from "../rules/values.js";

/** What stops a long calculation: an `AbortSignal`, or anything else that says so. */
export interface StopSignal {
  /** True from the moment on from which no further step is to be taken. */
  readonly aborted: boolean;
}

/** Who follows a long calculation. */
export interface Following {
  /** Told how much is done, of how much: never less than before, and all of it at the end. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Asked between steps; a calculation that is stopped throws `stopped`. */
  readonly signal?: StopSignal;
}

/** Names of the options that follow. */
export const FOLLOWING = ["onProgress", "signal"] as const;

/** Refuses what nobody can be told by, or asked; `path` stands before the names in errors. */
export function checkFollowing({ onProgress, signal }: Following, path: string): void {
  optional(checkFunction)(onProgress, `${path}onProgress`);
  if (signal !== undefined)
    checkBoolean((checkObject(signal, `${path}signal`) as unknown as StopSignal).aborted, `${path}signal.aborted`);
}

/** Who follows, of options that say more. */
export const followersOf = ({
  onProgress,
  signal,
}: { readonly [Key in keyof Following]: Following[Key] | undefined }): Following => ({
  ...(onProgress === undefined ? {} : { onProgress }),
  ...(signal === undefined ? {} : { signal }),
});

/** Throws where no further step is to be taken. */
export function stopIfAsked(signal: StopSignal | undefined): void {
  if (signal?.aborted === true)
    throw new InfrascaleError({ code: "stopped", field: "signal", ...valueRule("not-aborted"), value: true });
}

/** Counts the steps of a calculation, and asks before each whether it is to go on. */
export function followed({ onProgress, signal }: Following, total: number): (steps?: number) => void {
  let done = 0;
  stopIfAsked(signal);
  return (steps = 1) => {
    done += steps;
    onProgress?.(done, total);
    if (done < total) stopIfAsked(signal);
  };
}

/** Followed as the steps from one to another of a longer calculation. */
export const followedWithin = (
  { onProgress, signal }: Following,
  [from, to, of]: readonly [from: number, to: number, of: number],
): Following => ({
  ...(onProgress === undefined
    ? {}
    : {
        onProgress: (done, total) => {
          onProgress(from + ((to - from) * done) / total, of);
        },
      }),
  ...(signal === undefined ? {} : { signal }),
});
