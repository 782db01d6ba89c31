import type { NamedEstimate } from "infrascale";
import type { Question } from "../scenario/question.js";
import { asSureAsReached } from "../scenario/reached.js";

/**
 * How sure an answer is, which may be less than what was asked for: what other GPUs bear is told with the same, so that as many bear as much.
 *
 * @param estimate - the answer.
 * @param question - what it is of.
 * @returns the probability that it reaches; what was asked for where nothing does.
 */
export function asSureAs(estimate: NamedEstimate, { options }: Question): number | "expected" {
  return estimate.status === "infeasible" ? (options.confidence ?? "expected") : asSureAsReached(estimate.confidence);
}
