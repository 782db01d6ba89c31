import type { Outcome } from "./protocol.js";

/** When a running order is given up for the one that waits. */
export interface Impatience {
  /** From the first order that waits, milliseconds. */
  readonly patienceMs: number;
  /** Ends the running order, which then is dropped. */
  readonly giveUp: () => void;
}

/**
 * One order at a time: while one is carried out the newest waits, and those between are dropped. So answers never go back in time.
 *
 * @param ask - carries out an order.
 * @param impatience - absent where every order is quick.
 * @returns the same, one at a time.
 */
export function oneAtATime<Asked, Answer>(
  ask: (asked: Asked) => Promise<Outcome<Answer>>,
  impatience?: Impatience,
): (asked: Asked) => Promise<Outcome<Answer>> {
  let isBusy = false;
  let next: { readonly asked: Asked; readonly settle: (outcome: Outcome<Answer>) => void } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async (asked: Asked): Promise<Outcome<Answer>> => {
    isBusy = true;
    const outcome = await ask(asked);
    isBusy = false;
    clearTimeout(timer);
    if (next !== null) {
      const { asked: newest, settle } = next;
      next = null;
      void run(newest).then(settle);
    }
    return outcome;
  };
  return (asked) => {
    if (!isBusy) return run(asked);
    if (next !== null) next.settle({ kind: "dropped" });
    else if (impatience !== undefined) timer = setTimeout(impatience.giveUp, impatience.patienceMs);
    return new Promise((settle) => {
      next = { asked, settle };
    });
  };
}
