import type { EngineProfile } from "../../index.js";
import type { Assumption } from "../../catalog/names/assumption.js";
import { withRoom } from "../../measurements/with-room.js";
import { predictServing, type ServingRequest } from "../../performance/predict-serving.js";
import { shippedConstants } from "../../shipped/predict-serving.js";
import { millisecondsFromSeconds } from "../../units.js";
import type { Predicted } from "./columns.js";

/**
 * Predicted figures of a row of a table of speeds, in the table's units. Open arrivals beyond the capacity, and a flood
 * of unknown size, have no mean time to the first token.
 *
 * @param row - deployment, load and lengths of the row.
 * @param profile - what one's own load tests say of the engine.
 * @returns the figures, and what was assumed for them.
 * @throws {@link InfrascaleError} whatever `predictServing` refuses.
 */
export function predictSpeed(
  row: ServingRequest,
  profile?: EngineProfile,
): { readonly predicted: Predicted; readonly assumed: readonly Assumption[] } {
  const request = { ...row, ...(profile === undefined ? {} : { profile }) };
  const { result, assumed } = withRoom(request, (roomy) => predictServing(roomy, shippedConstants()));
  const { ttftSeconds, tpotSeconds, e2eSeconds, requestsPerSecond, outputTokensPerSecond, totalTokensPerSecond } =
    result;
  return {
    predicted: {
      output_tokens_per_s_total: outputTokensPerSecond,
      total_tokens_per_s: totalTokensPerSecond,
      requests_per_s: requestsPerSecond,
      tpot_ms_mean: millisecondsFromSeconds(tpotSeconds),
      ...(ttftSeconds === null ? {} : { ttft_ms_mean: millisecondsFromSeconds(ttftSeconds) }),
      ...(e2eSeconds === null
        ? {}
        : { e2e_s_mean: e2eSeconds, tok_per_s_per_user: outputTokensPerSecond / requestsPerSecond / e2eSeconds }),
    },
    assumed,
  };
}
