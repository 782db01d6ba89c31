import type { Assumption } from "../catalog/names/assumption.js";
import { InfrascaleError } from "../errors.js";
import type { ServingRequest } from "../performance/predict-serving.js";

/** A share of memory that engines still start with. */
const LARGEST_SHARE = 0.97;

/**
 * What comes of a deployment that ran: with the share of memory that its source or its engine says, or with a larger one
 * where that does not hold even one request.
 *
 * @param request - the deployment and its load.
 * @param act - what is asked of it.
 * @returns what came of it, and the share where it was assumed.
 * @throws {@link InfrascaleError} what `act` throws, `does-not-fit` where the larger share is too small as well.
 */
export function withRoom<Result>(
  request: ServingRequest,
  act: (request: ServingRequest) => Result,
): { readonly result: Result; readonly assumed: readonly Assumption[] } {
  try {
    return { result: act(request), assumed: [] };
  } catch (error) {
    if (!(error instanceof InfrascaleError) || error.code !== "does-not-fit") throw error;
    const { utilization } = request.settings ?? {};
    const result = act({ ...request, settings: { ...request.settings, utilization: LARGEST_SHARE } });
    return {
      result,
      assumed: [
        { code: "memory-share", ...(utilization === undefined ? {} : { asked: utilization }), used: LARGEST_SHARE },
      ],
    };
  }
}
