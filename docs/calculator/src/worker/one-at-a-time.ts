import type { Outcome } from "./protocol.js";

/**
 * One order at a time: while one is carried out the newest waits, and those between are dropped. So answers never go back in time.
 *
 * @param ask - carries out an order.
 * @returns the same, one at a time.
 */
export function oneAtATime<Asked, Answer>(
  ask: (asked: Asked) => Promise<Outcome<Answer>>,
): (asked: Asked) => Promise<Outcome<Answer>> {
  let isBusy = false;
  let next: { readonly asked: Asked; readonly settle: (outcome: Outcome<Answer>) => void } | null = null;

  const run = async (asked: Asked): Promise<Outcome<Answer>> => {
    isBusy = true;
    const outcome = await ask(asked);
    isBusy = false;
    if (next !== null) {
      const { asked: newest, settle } = next;
      next = null;
      void run(newest).then(settle);
    }
    return outcome;
  };
  return (asked) => {
    if (!isBusy) return run(asked);
    next?.settle({ kind: "dropped" });
    return new Promise((settle) => {
      next = { asked, settle };
    });
  };
}
