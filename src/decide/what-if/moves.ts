import { ENGINE_NAMES } from "../../catalog/engine.js";
import type { Precision } from "../../catalog/precision.js";
import type { Speculation } from "../../deployment/speculation.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { ROUTINGS } from "../../workload/routing.js";

/** Another way to serve the same requests. */
export interface Move {
  /** The field that changes, `precision.weights`. */
  readonly input: string;
  /** What it is now. */
  readonly from: string;
  /** What it would be. */
  readonly to: string;
  /** The request with it. */
  readonly request: EstimateRequest;
}

/** Formats that weights are published in to be smaller. What a model loses in them is for its users to say. */
const WEIGHTS: readonly Precision[] = ["fp8", "int4", "fp4"];
const CACHES: readonly Precision[] = ["fp8"];
const ENGINES = ENGINE_NAMES.filter((name) => name !== "generic");

/** What a request is served as, where it leaves it open. */
export interface ServedAs {
  readonly weights: string;
  readonly kvCache: string;
  readonly engine: string;
}

/**
 * The other ways to serve a request: formats of weights and cache, engines, routings, and guessing tokens ahead where somebody knows how well
 * that goes.
 *
 * @param request - as it was asked.
 * @param served - what it is served as.
 * @param speculation - to try; of one that the request has, the way without it is tried.
 * @returns moves; some may be refused by the GPU or the engine.
 */
export function movesOf(
  request: EstimateRequest,
  served: ServedAs,
  speculation: Speculation | undefined,
): readonly Move[] {
  const to = <Value extends string>(
    input: string,
    from: string,
    values: readonly Value[],
    change: (value: Value) => Partial<EstimateRequest>,
  ): readonly Move[] =>
    values
      .filter((value) => value !== from)
      .map((value) => ({ input, from, to: value, request: { ...request, ...change(value) } }));
  const { speculation: own, ...plain } = request;
  return [
    ...to("precision.weights", served.weights, WEIGHTS, (weights) => ({
      precision: { ...request.precision, weights },
    })),
    ...to("precision.kvCache", served.kvCache, CACHES, (kvCache) => ({ precision: { ...request.precision, kvCache } })),
    ...(typeof request.engine === "object" ? [] : to("engine", served.engine, ENGINES, (engine) => ({ engine }))),
    ...to("routing", request.routing ?? "round-robin", ROUTINGS, (routing) => ({ routing })),
    ...(own === undefined ? [] : [{ input: "speculation", from: told(own), to: "none", request: plain }]),
    ...(speculation === undefined
      ? []
      : [
          {
            input: "speculation",
            from: own === undefined ? "none" : told(own),
            to: told(speculation),
            request: { ...request, speculation },
          },
        ]),
  ];
}

/** `3 tokens, 0.7 accepted`. */
const told = ({ draftTokens, acceptanceRate, acceptedLength }: Speculation): string =>
  `${draftTokens} tokens, ${acceptanceRate === undefined ? `${acceptedLength ?? ""} a step` : `${acceptanceRate} accepted`}`;
