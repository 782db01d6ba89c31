import type { NamedEstimate } from "infrascale";
import type { Question } from "../scenario/question.js";

/** Below, the library says of no purchase how sure it is. */
const LEAST_CONFIDENCE = 0.5;

/**
 * How sure an answer is, which may be less than what was asked for: what other GPUs bear is told with the same, so that as many bear as much.
 *
 * @param estimate - the answer.
 * @param question - what it is of.
 * @returns the probability that it reaches; what was asked for where nothing does.
 */
export function asSureAs(estimate: NamedEstimate, { options }: Question): number | "expected" {
  if (estimate.status === "infeasible") return options.confidence ?? "expected";
  const { confidence } = estimate;
  return confidence === null || confidence.reached < LEAST_CONFIDENCE ? "expected" : confidence.reached;
}
