import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import type { ServingCost } from "../../cost/cost-of.js";
import type { DeploymentPrecision } from "../../deployment/formats.js";
import type { ErrorCode, ErrorDetails } from "../../errors.js";
import type { FeasibleEstimate, InfeasibleEstimate } from "../../estimate/estimate.js";
import type { NamedEstimate } from "../../shipped/verified.js";

/** One way to serve a workload. */
export interface Choice {
  /** As it is named, or your own. */
  readonly model: string | Model;
  /** As it is named, or your own. */
  readonly gpu: string | Gpu;
  /** As it is named; vLLM where nobody says. */
  readonly engine?: string | Engine | undefined;
  /** Number formats; the checkpoint's where nobody says. */
  readonly precision?: Partial<DeploymentPrecision> | undefined;
}

/** Why nobody would buy something, although it meets its targets. */
export interface Impractical {
  /** Requests that each GPU has in flight, mean: below one batches hardly form. */
  readonly requestsPerGpu: number;
  /** The constraints that lie at the edge of what the GPU does. */
  readonly constraints: readonly string[];
}

/** What is the same of every candidate. */
interface CandidateBase {
  /** What was asked. */
  readonly choice: Choice;
  /** Id of the model, as far as it is known. */
  readonly model: string;
  /** Id of the GPU. */
  readonly gpu: string;
  /** Place in the order of all, from 1. */
  readonly rank: number;
  /** True where no other is both as cheap and as fast, and better in one. */
  readonly onFront: boolean;
}

/** One that meets the targets. */
export interface FeasibleCandidate extends CandidateBase {
  /** Every target holds. */
  readonly status: "feasible";
  /** The estimate, as `estimateGpus` makes it alone. */
  readonly estimate: NamedEstimate & FeasibleEstimate;
  /** Money, energy and carbon, as `costOf` makes them alone. */
  readonly cost: ServingCost;
  /** Null where somebody might buy it. */
  readonly impractical: Impractical | null;
}

/** One that does not, whatever is bought. */
export interface InfeasibleCandidate extends CandidateBase {
  /** No purchase meets every target. */
  readonly status: "infeasible";
  /** What comes nearest. */
  readonly estimate: NamedEstimate & InfeasibleEstimate;
  /** What stands in the way. */
  readonly reason: string;
}

/** One that cannot be built. */
export interface RefusedCandidate extends CandidateBase {
  /** There is no such deployment. */
  readonly status: "refused";
  /** Why, for programs. */
  readonly code: ErrorCode;
  /** Why, for people. */
  readonly reason: string;
  /** The same by codes. */
  readonly refusal: ErrorDetails;
}

/** A way to serve a workload, and what becomes of it. */
export type Candidate = FeasibleCandidate | InfeasibleCandidate | RefusedCandidate;

/** The same before it is ranked. */
export type Assessed = Candidate extends infer Kind
  ? Kind extends Candidate
    ? Omit<Kind, "rank" | "onFront">
    : never
  : never;
