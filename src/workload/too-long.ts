import type { RequestColumns } from "./request-columns.js";
import type { LengthDistribution } from "./length-distribution.js";
import { LONGEST_SHARE } from "./limits.js";
import type { ResolvedLengths } from "./request-lengths.js";

/** Lengths that stand for all of a distribution. */
const NODES = 1000;

/** Lengths of the same share each, ascending; the last is the longest, where there is one. */
function nodes({ mean, squaredCv, quantile, longest }: LengthDistribution): readonly number[] {
  if (squaredCv === 0) return [mean];
  return Array.from({ length: NODES }, (_, node) =>
    node === NODES - 1 && longest !== undefined ? longest : quantile((node + 0.5) / NODES),
  );
}

/** Two lengths that each exceed theirs in a share of the cases exceed their sum in no more than twice that. */
const ofSum = (length: LengthDistribution): number => length.longest ?? length.quantile((1 + LONGEST_SHARE) / 2);

/**
 * Share of the requests, prompt and output together, that are longer than a limit, where prompts and outputs are drawn apart:
 *
 * $$ P(n_{in} + n_{out} > L) $$
 *
 * Up to one request in a hundred is no more than a guess, where lengths are told by mean and variation; of counted lengths each counts.
 *
 * @param lengths - of prompts and outputs.
 * @param limitTokens - L.
 * @returns a share in [0, 1], to a thousandth; 0 for what is no more than a guess.
 */
export function shareTooLong(
  { input, output }: Pick<ResolvedLengths, "input" | "output">,
  limitTokens: number,
): number {
  if (ofSum(input) + ofSum(output) <= limitTokens) return 0;
  const outputs = nodes(output);
  let fitting = outputs.length;
  let tooLong = 0;
  const prompts = nodes(input);
  for (const prompt of prompts) {
    while (fitting > 0 && prompt + (outputs[fitting - 1] as number) > limitTokens) fitting -= 1;
    tooLong += outputs.length - fitting;
  }
  const share = tooLong / (prompts.length * outputs.length);
  const areCounted = input.longest !== undefined && output.longest !== undefined;
  return areCounted || share > 1 - LONGEST_SHARE ? share : 0;
}

/** The same of requests as they came. */
export function shareTooLongOf({ inputTokens, outputTokens }: RequestColumns, limitTokens: number): number {
  let tooLong = 0;
  for (let request = 0; request < inputTokens.length; request += 1)
    if ((inputTokens[request] as number) + (outputTokens[request] as number) > limitTokens) tooLong += 1;
  return tooLong / inputTokens.length;
}
