import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import { checkCostOptions, type CostOptions } from "../../cost/cost-options.js";
import type { DeploymentPrecision } from "../../deployment/formats.js";
import { InfrascaleError } from "../../errors.js";
import { checkEach, checkFunction, checkKeys, checkObject, optional } from "../../internal/check.js";
import { checkFollowing, FOLLOWING, type Following } from "../../internal/follow.js";
import type { EstimateOptions } from "../../shipped/estimate-gpus.js";
import type { EstimateRequest } from "../../shipped/estimate-request.js";
import type { Assessed } from "./candidate.js";
import { decideRule } from "../../rules/decide.js";

/** What is served, to whom, how well; on which GPU is the question. */
export type CompareRequest = Omit<EstimateRequest, "gpu" | "model"> & {
  /** The model; left out where `options.models` names several. */
  readonly model?: string | Model;
};

/** What is compared, and by which prices. */
export interface CompareOptions extends Following {
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
  readonly estimate?: Omit<EstimateOptions, "performance" | keyof Following>;
  /** Called with each candidate as soon as it is assessed, with how many are, and with how many there are. */
  readonly onCandidate?: (candidate: Assessed, done: number, total: number) => void;
}

/** What is compared, by the names of options. */
const LISTS = ["gpus", "precisions", "engines", "models"] as const;

/** Refuses options that are not known, or of another kind. */
export function checkCompareOptions(options: CompareOptions): void {
  checkKeys(checkObject(options, "options"), "options", [
    ...LISTS,
    "cost",
    "ownPrices",
    "estimate",
    "onCandidate",
    ...FOLLOWING,
  ]);
  for (const list of LISTS) optional(checkChoices)(options[list], `options.${list}`);
  checkCostOptions(options.cost, "options.cost");
  optional(checkFunction)(options.onCandidate, "options.onCandidate");
  checkFollowing(options, "options.");
}

/** Refuses what is no list of names or objects, and an empty one. */
function checkChoices(value: unknown, field: string): void {
  checkEach(value, field, (entry, name) => typeof entry === "string" || checkObject(entry, name));
  if ((value as readonly unknown[]).length === 0)
    throw new InfrascaleError({ code: "out-of-range", field, ...decideRule("some-choice"), value });
}
