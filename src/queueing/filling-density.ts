import { crossing } from "../internal/bisect.js";
import type { LengthDistribution } from "../workload/length-distribution.js";
import type { ReplicaCurve, WaitingLengths } from "./replica-curve.js";

/** Share of the prompts by length, per token, where they leave no room in a step for those that may run; 0 where prompts are cut. */
export function fillingDensity(
  { slots, uncutTokens }: Pick<ReplicaCurve, "slots" | "uncutTokens">,
  { input }: WaitingLengths,
): number {
  if (uncutTokens === undefined) return 0;
  const width = Math.min(slots, uncutTokens);
  return (shareUpTo(input, uncutTokens) - shareUpTo(input, uncutTokens - width)) / width;
}

/** Halvings that leave a billionth of all prompts. */
const HALVINGS = 30;

/** Share of all lengths that do not exceed so many tokens. */
const shareUpTo = ({ quantile }: LengthDistribution, tokens: number): number =>
  crossing((share) => !(quantile(share) > tokens), 0, 1, HALVINGS)[0];
