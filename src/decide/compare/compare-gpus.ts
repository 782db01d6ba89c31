import { gpus as catalogGpus } from "../../catalog/catalog-data.js";
import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import { costOf } from "../../cost/cost-of.js";
import { checkCostOptions, type CostOptions } from "../../cost/cost-options.js";
import type { DeploymentPrecision } from "../../deployment/formats.js";
import { InfrascaleError, type ErrorCode } from "../../errors.js";
import { checkEach, checkFunction, checkKeys, checkObject, checkPositive, optional } from "../../internal/check.js";
import { estimateGpus, type EstimateOptions } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import { namedGpu } from "../../shipped/resolve-names.js";
import type { Assessed, Candidate, Choice } from "./candidate.js";
import { impracticalOf } from "./impractical.js";
import { ranked } from "./rank.js";

/** What is served, to whom, how well; on which GPU is the question. */
export type CompareRequest = Omit<EstimateRequest, "gpu" | "model"> & {
  /** The model; left out where `options.models` names several. */
  readonly model?: string | Model;
};

/** What is compared, and by which prices. */
export interface CompareOptions {
  /** GPUs by name, or your own. @defaultValue every GPU of the catalog */
  readonly gpus?: readonly (string | Gpu)[];
  /** Number formats. @defaultValue the request's */
  readonly precisions?: readonly Partial<DeploymentPrecision>[];
  /** Engines by name. @defaultValue the request's */
  readonly engines?: readonly (string | Engine)[];
  /** Models by name, or your own. @defaultValue the request's */
  readonly models?: readonly (string | Model)[];
  /** Prices, place and mean load. */
  readonly cost: CostOptions;
  /** What a GPU costs you an hour, by its name, in the currency of `cost`: in place of any offer. */
  readonly ownPrices?: Readonly<Record<string, number>>;
  /** How every estimate is made. */
  readonly estimate?: Omit<EstimateOptions, "performance">;
  /** Called with each candidate as soon as it is assessed, with how many are, and with how many there are. */
  readonly onCandidate?: (candidate: Assessed, done: number, total: number) => void;
}

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
 * @throws {@link InfrascaleError} what those throw of the request itself; what rules out one candidate alone is in its result.
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
  const { estimate = {}, onCandidate } = options;
  checkObject(request, "request");
  const choices = choicesOf(request, options);
  const costOptions = pricesOf(options, choices);
  const assessed = choices.map((choice, index) => {
    const candidate = assess(request, choice, estimate, costOptions);
    onCandidate?.(candidate, index + 1, choices.length);
    return candidate;
  });
  return { candidates: ranked(assessed) };
}

/** What is compared, by the names of options. */
const LISTS = ["gpus", "precisions", "engines", "models"] as const;

function checkCompareOptions(options: CompareOptions): void {
  checkKeys(checkObject(options, "options"), "options", [...LISTS, "cost", "ownPrices", "estimate", "onCandidate"]);
  for (const list of LISTS) optional(checkChoices)(options[list], `options.${list}`);
  checkCostOptions(options.cost, "options.cost");
  optional(checkFunction)(options.onCandidate, "options.onCandidate");
}

/** Prices by the GPU: those that are one's own go before all offers. */
function pricesOf({ cost, ownPrices = {} }: CompareOptions, choices: readonly Choice[]): (gpu: string) => CostOptions {
  const compared = new Set(choices.map(({ gpu }) => namedGpu(gpu).gpu.id));
  const own = new Map<string, number>();
  for (const [name, perHour] of Object.entries(checkObject(ownPrices, "options.ownPrices"))) {
    const field = `options.ownPrices.${name}`;
    const id = compared.has(name) ? name : namedGpu(name).gpu.id;
    if (!compared.has(id))
      throw new InfrascaleError({ code: "unknown-id", field, rule: "must be of a GPU that is compared", value: name });
    own.set(id, checkPositive(perHour, field));
  }
  return (gpu) => {
    const ownPerGpuHour = own.get(gpu);
    return ownPerGpuHour === undefined ? cost : { ...cost, ownPerGpuHour };
  };
}

/** Refuses what is no list of names or objects, and an empty one. */
function checkChoices(value: unknown, field: string): void {
  checkEach(value, field, (entry, name) => typeof entry === "string" || checkObject(entry, name));
  if ((value as readonly unknown[]).length === 0)
    throw new InfrascaleError({ code: "out-of-range", field, rule: "must name at least one", value });
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
      rule: "must be given, or options.models",
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
    return { ...named, status: "refused", code: error.code, reason: error.message };
  }
}

const idOf = (named: string | { readonly id: string }): string => (typeof named === "string" ? named : named.id);
