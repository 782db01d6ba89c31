import { InfrascaleError, predictServing, type EngineProfile, type ServingPrediction, type ServingRequest } from "../../index.js";
import type { ResolvedDemand } from "../../measurements/resolve-row.js";
import { millisecondsFromSeconds } from "../../units.js";
import type { Predicted } from "./columns.js";
import { servingRequest } from "./serving-request.js";

/** A share of memory that engines still start with, for rows that ran although they do not fit by default. */
const LARGEST_UTILIZATION = 0.97;

/**
 * Predicted figures of a row of a table of speeds, in the table's units. Open arrivals beyond the capacity, and a flood
 * of unknown size, have no mean time to the first token.
 *
 * @param row - deployment, load and lengths of the row.
 * @param profile - what one's own load tests say of the engine.
 * @throws {@link InfrascaleError} whatever `predictServing` refuses.
 */
export function predictSpeed(row: ResolvedDemand, profile?: EngineProfile): Predicted {
  const request = { ...servingRequest(row), ...(profile === undefined ? {} : { profile }) };
  const { ttftSeconds, tpotSeconds, requestSeconds, requestsPerSecond, outputTokensPerSecond, totalTokensPerSecond } = predictRoomily(request);
  return {
    output_tokens_per_s_total: outputTokensPerSecond,
    total_tokens_per_s: totalTokensPerSecond,
    requests_per_s: requestsPerSecond,
    tpot_ms_mean: millisecondsFromSeconds(tpotSeconds),
    ...(ttftSeconds === null ? {} : { ttft_ms_mean: millisecondsFromSeconds(ttftSeconds) }),
    ...(requestSeconds === null ? {} : { e2e_s_mean: requestSeconds, tok_per_s_per_user: row.lengths.outputTokens / requestSeconds }),
  };
}

/** With the row's or the engine's share of memory; a larger one where that holds not even one request. */
function predictRoomily(request: ServingRequest): ServingPrediction {
  try {
    return predictServing(request);
  } catch (error) {
    if (!(error instanceof InfrascaleError) || error.code !== "does-not-fit") throw error;
    return predictServing({ ...request, settings: { ...request.settings, utilization: LARGEST_UTILIZATION } });
  }
}
