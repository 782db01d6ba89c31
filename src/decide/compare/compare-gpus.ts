import { gpus as catalogGpus } from "../../catalog/catalog-data.js";
import { costOf } from "../../cost/cost-of.js";
import type { CostOptions } from "../../cost/cost-options.js";
import { detailsOf, InfrascaleError, type ErrorCode } from "../../errors.js";
import { checkObject, checkPositive } from "../../internal/check.js";
import { followed } from "../../internal/follow.js";
import { estimateGpus, type EstimateOptions } from "../../shipped/estimate-gpus.js";
import { namedGpu } from "../../shipped/resolve-names.js";
import type { Assessed, Candidate, Choice } from "./candidate.js";
import { checkCompareOptions, type CompareOptions, type CompareRequest } from "./compare-options.js";
import { impracticalOf } from "./impractical.js";
import { ranked } from "./rank.js";
import { decideRule } from "../../rules/decide.js";

/** Every candidate, the cheapest first. */
export interface Comparison {
  /** In order: their ranks are 1, 2, 3 ... */
  readonly candidates: readonly Candidate[];
}

/** What makes one candidate impossible and says nothing of the others. */
const OF_ONE: ReadonlySet<ErrorCode> = new Set([
  "unsupported-precision",
  "impossible-parallelism",
  "does-not-fit",
  "unsupported-model",
  "no-public-config",
]);

/**
 * Sizes the same service on several GPUs, in several formats, by several engines and models, and puts them in order of cost.
 *
 * @param request - workload and targets, and what is the same of all.
 * @param options - what is compared, and by which prices.
 * @returns every combination, ranked: the estimate and the cost of each are what `estimateGpus` and `costOf` say of it alone.
 * @throws {@link InfrascaleError} what those throw of the request itself; what rules out one candidate alone is in its result; `stopped` where
 * `options.signal` says so.
 * @example
 * ```ts
 * import { compareGpus } from "infrascale/decide";
 *
 * const { candidates } = compareGpus(
 *   {
 *     model: "llama-3.1-8b",
 *     workload: { requestsPerSecond: 4, inputTokens: 1155, outputTokens: 211 },
 *     targets: { ttft: { p95: 1 } },
 *   },
 *   { gpus: ["l40s", "h100", "t4"], cost: { today: "2026-11-30" } },
 * );
 * candidates.map(({ gpu }) => gpu); // => ["l40s", "h100-sxm5-80gb", "t4"]
 * ```
 */
export function compareGpus(request: CompareRequest, options: CompareOptions): Comparison {
  checkCompareOptions(options);
  const { onCandidate, signal } = options;
  const estimateOptions = { ...options.estimate, ...(signal === undefined ? {} : { signal }) };
  checkObject(request, "request");
  const choices = choicesOf(request, options);
  const costOptions = pricesOf(options, choices);
  const step = followed(options, choices.length);
  const assessed = choices.map((choice, index) => {
    const candidate = assess(request, choice, estimateOptions, costOptions);
    onCandidate?.(candidate, index + 1, choices.length);
    step();
    return candidate;
  });
  return { candidates: ranked(assessed) };
}

/** Prices by the GPU: those that are one's own go before all offers. */
function pricesOf({ cost, ownPrices = {} }: CompareOptions, choices: readonly Choice[]): (gpu: string) => CostOptions {
  const compared = new Set(choices.map(({ gpu }) => namedGpu(gpu).gpu.id));
  const own = new Map<string, number>();
  for (const [name, perHour] of Object.entries(checkObject(ownPrices, "options.ownPrices"))) {
    const field = `options.ownPrices.${name}`;
    const id = compared.has(name) ? name : namedGpu(name).gpu.id;
    if (!compared.has(id))
      throw new InfrascaleError({ code: "unknown-id", field, ...decideRule("gpu-compared"), value: name });
    own.set(id, checkPositive(perHour, field));
  }
  return (gpu) => {
    const ownPerGpuHour = own.get(gpu);
    return ownPerGpuHour === undefined ? cost : { ...cost, ownPerGpuHour };
  };
}

/** Every combination, GPUs innermost: what is worked out for an engine is kept for the next estimate. */
function choicesOf(
  request: CompareRequest,
  { gpus = catalogGpus, precisions, engines, models }: CompareOptions,
): readonly Choice[] {
  const served = models ?? (request.model === undefined ? [] : [request.model]);
  if (served.length === 0)
    throw new InfrascaleError({
      code: "invalid-type",
      field: "request.model",
      ...decideRule("some-model"),
      value: undefined,
    });
  const named = engines ?? [request.engine];
  return served.flatMap((model) =>
    named.flatMap((engine) =>
      (precisions ?? [request.precision]).flatMap((precision) =>
        gpus.map((gpu) => ({ model, gpu, engine, precision })),
      ),
    ),
  );
}

function assess(
  request: CompareRequest,
  choice: Choice,
  estimateOptions: Omit<EstimateOptions, "performance">,
  costOptions: (gpu: string) => CostOptions,
): Assessed {
  const { model, gpu, engine, precision } = choice;
  const named = { choice, model: idOf(model), gpu: idOf(gpu) };
  try {
    const estimate = estimateGpus(
      {
        ...request,
        model,
        gpu,
        ...(engine === undefined ? {} : { engine }),
        ...(precision === undefined ? {} : { precision }),
      },
      estimateOptions,
    );
    const ids = { choice, model: estimate.model, gpu: estimate.gpu };
    if (estimate.status === "infeasible") return { ...ids, status: "infeasible", estimate, reason: estimate.reason };
    return {
      ...ids,
      status: "feasible",
      estimate,
      cost: costOf(estimate, costOptions(estimate.gpu)),
      impractical: impracticalOf(estimate),
    };
  } catch (error) {
    if (!(error instanceof InfrascaleError) || !OF_ONE.has(error.code)) throw error;
    return { ...named, status: "refused", code: error.code, reason: error.message, refusal: detailsOf(error) };
  }
}

const idOf = (named: string | { readonly id: string }): string => (typeof named === "string" ? named : named.id);
