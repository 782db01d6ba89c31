import { InfrascaleError } from "../../errors.js";
import { limitsOf, loadOf, promptOf } from "../inputs.js";
import { fleetLimit, type FleetLimit, type FleetOptions, type FleetRequest } from "./fleet-limit.js";
import { decideRule } from "../../rules/decide.js";

/**
 * The most users, requests in flight or requests per second that GPUs bear with every target kept: what `estimateGpus` asks, the other way
 * round. The workload says which of them is meant; its own figure only tells where to begin.
 *
 * $$ \max U \quad \text{subject to} \quad \mathrm{GPUs}(U) \le n $$
 *
 * At a confidence, an estimate for as many users needs no more than the GPUs, and for one user more it needs more, where it reaches that confidence.
 *
 * @param request - as of an estimate, and the GPUs.
 * @param options - confidence, search space, margins.
 * @returns the most, to the last user or request, of a rate to a millionth; how the GPUs are used; and what one more would violate.
 * @throws {@link InfrascaleError} as `estimateGpus` does.
 * @example
 * ```ts
 * import { presetWorkload, presetTargets } from "infrascale";
 * import { maxUsers } from "infrascale/decide";
 *
 * const { use } = maxUsers({
 *   model: "llama-3.1-8b",
 *   gpu: "l40s",
 *   gpus: 4,
 *   workload: presetWorkload("chat", { concurrentUsers: 1 }),
 *   targets: presetTargets("chat"),
 * });
 * use?.gpus; // => 4
 * ```
 */
export const maxUsers = (request: FleetRequest, options: FleetOptions = {}): FleetLimit =>
  fleetLimit(request, options, loadOf(request));

/**
 * The longest mean prompt, tokens, that GPUs bear with every target kept, variation and all else as asked; no longer than the model's context.
 *
 * @param request - as of an estimate, and the GPUs.
 * @param options - confidence, search space, margins.
 * @returns the longest prompt, to the token.
 * @throws {@link InfrascaleError} as `estimateGpus` does, and `unsupported-workload` for prompts that are counted one by one.
 */
export function maxInputTokens(request: FleetRequest, options: FleetOptions = {}): FleetLimit {
  const prompt = promptOf(request);
  if (prompt === undefined)
    throw new InfrascaleError({
      code: "unsupported-workload",
      field: "workload.inputTokens",
      ...decideRule("number-or-mean"),
      value: request.workload.inputTokens,
    });
  return fleetLimit(request, options, prompt);
}

/**
 * The tightest limit of each target that GPUs keep, the others as asked: the shortest times, the fastest speed.
 *
 * @param request - as of an estimate, and the GPUs.
 * @param options - confidence, search space, margins.
 * @returns one limit for each that the targets set, to a millionth.
 * @throws {@link InfrascaleError} as `estimateGpus` does.
 */
export const tightestTargets = (request: FleetRequest, options: FleetOptions = {}): readonly FleetLimit[] =>
  limitsOf(request).map((limit) => fleetLimit(request, options, limit));
