import type { EstimateConfidence } from "infrascale";

/** Below, the library says of no purchase how sure it is. */
const LEAST_CONFIDENCE = 0.5;

/**
 * What is asked for, so that another purchase is as sure as one is.
 *
 * @param confidence - how sure that one is; null where nobody says.
 * @returns the probability that it reaches, or predictions as they are.
 */
export const asSureAsReached = (confidence: EstimateConfidence | null): number | "expected" =>
  confidence === null || confidence.reached < LEAST_CONFIDENCE ? "expected" : confidence.reached;
