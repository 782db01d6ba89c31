import type { ServingPrediction } from "../performance/serving-prediction.js";

/**
 * Share of the time in which a replica works that goes to prompts. With n requests running, each meets in the time of an output token the prompts of the
 * $n - 1$ others:
 *
 * $$ \phi = \frac{\tau - t_{decode}}{\tau} \cdot \frac{n}{n - 1} $$
 *
 * and one that runs alone spends $\phi = \mathrm{TTFT} / T$ of its time before its first token; between one and two it is in between.
 *
 * @param prediction - what a deployment delivers.
 * @returns a share from 0 to 1; 1 of a model that writes nothing.
 */
export function prefillShare(prediction: ServingPrediction): number {
  const { outputTokensPerSecond, tpotSeconds, decode, running, replicas, parallelism, hasExperts } = prediction;
  if (outputTokensPerSecond === 0) return 1;
  // Ranks of a dense model share nothing: each runs requests of its own.
  const others = running / (replicas * (hasExperts ? 1 : parallelism.data)) - 1;
  const beside = clamped(others);
  const share =
    (beside > 0 ? beside * (1 - decode.seconds / tpotSeconds) * (1 + 1 / others) : 0) +
    (beside < 1 ? (1 - beside) * aloneShare(prediction) : 0);
  return clamped(share);
}

/** Of its time in the engine, what a request spends before its first token; none where requests wait without end. */
const aloneShare = ({ ttftSeconds, e2eSeconds, queueSeconds }: ServingPrediction): number =>
  ttftSeconds === null || e2eSeconds === null || queueSeconds === null
    ? 0
    : (ttftSeconds - queueSeconds) / (e2eSeconds - queueSeconds);

const clamped = (share: number): number => Math.min(1, Math.max(0, share));
