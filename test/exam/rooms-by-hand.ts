import { expect } from "vitest";
import type { Served } from "../../scripts/exam/deployment.js";
import type { Room } from "../../scripts/exam/rooms.js";
import { sweepOf, type Sweep } from "../../scripts/exam/sweep.js";

/** Tokens generated for a request in rooms by hand. */
export const OUTPUT_TOKENS = 101;

/** A sweep of a tensor-parallel size from [requests in flight, time per token, first token], seconds. */
export function sweepByHand(
  tensor: number,
  points: readonly (readonly [load: number, tpot: number, ttft: number])[],
): Sweep {
  const sweep = sweepOf(
    { tensor, pipeline: 1, data: 1, expert: 1 },
    points.map(([requestsInFlight, tpot, ttft]) => ({ requestsInFlight, tpot, ttft, completed: null })),
    OUTPUT_TOKENS,
  );
  if (typeof sweep === "string") throw new Error(sweep);
  return sweep;
}

/** A room of sweeps. */
export const roomByHand = (sweeps: readonly Sweep[], group = "family|engine|model|gpu"): Room => ({
  served: {} as Served,
  experts: false,
  era: "current",
  statistic: "mean",
  inputTokens: 100,
  outputTokens: OUTPUT_TOKENS,
  equalLengths: false,
  key: "by hand",
  group,
  hall: "",
  sweeps,
  sizes: [...new Set(sweeps.map(({ gpus }) => gpus))].toSorted((a, b) => a - b),
});

/** Times per token double with four times the load; two GPUs are twice as fast. First tokens take 0.1 s. */
export const ONE = sweepByHand(1, [
  [1, 0.01, 0.1],
  [4, 0.02, 0.1],
  [16, 0.04, 0.1],
]);
/** Likewise. */
export const TWO = sweepByHand(2, [
  [1, 0.005, 0.1],
  [4, 0.01, 0.1],
  [16, 0.02, 0.1],
  [64, 0.04, 0.1],
]);
/** Both. */
export const ROOM = roomByHand([ONE, TWO]);

/** Matches a number but for rounding. */
export const near = (value: number): number => expect.closeTo(value, 7) as number;
